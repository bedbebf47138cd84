package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.cases.AnswerCase;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case over HTTP, in each dialect, whole and streamed. */
class CasesIT {

    private static final Pattern MARK = Pattern.compile("=== role ([0-9a-f]+) ===");

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("ondemand.sessions", "fresh"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> cases() {
        List<AnswerCase> cases = AnswerCase.all();
        return Stream.of(ApiDialect.values())
                .flatMap(dialect -> cases.stream()
                        .filter(one -> dialect.client().canSay(one.request()))
                        .map(one -> Arguments.of(dialect, one)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void givesTheClientWhatItMustGet(ApiDialect dialect, AnswerCase one) {
        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(one.round(query.ordinal())));

            HttpResponse<String> response = dialect.send(gateway, dialect.request(one.request(stream)));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            one.check(answer(dialect.client().read(response.body(), stream)));
            JsonNode held = one.outcome().get("queryHolds");
            if (held != null) {
                assertThat(gateway.simulator().queries().get(0).query()).contains(held.textValue());
            }
        }
    }

    /** What a dialect cannot say is not tried: JSON without a schema in Messages, and a few for reasons of their own. */
    @Test
    void hardlyAnyCaseIsLeftOut() {
        List<AnswerCase> all = AnswerCase.all();
        int anyJson = (int) all.stream()
                .filter(one ->
                        one.request().at("/response_format/type").asText().equals("json_object"))
                .count();
        int tried = all.size() * ApiDialect.values().length - anyJson;

        assertThat(cases()).hasSizeBetween(tried - 3, tried);
    }

    private static AnswerCase.Answer answer(ClientAnswer answer) {
        return new AnswerCase.Answer(
                answer.content(),
                answer.reasoning(),
                answer.calls(),
                answer.finish(),
                gateway.simulator().queries().size());
    }

    static Stream<Arguments> dialectsWholeAndStreamed() {
        return Stream.of(ApiDialect.values())
                .flatMap(dialect -> Stream.of(Arguments.of(dialect, false), Arguments.of(dialect, true)));
    }

    @ParameterizedTest(name = "{0}, stream: {1}")
    @MethodSource("dialectsWholeAndStreamed")
    void noMarkOfTheTranscriptReachesTheClient(ApiDialect dialect, boolean stream) {
        String body = "{\"model\":\"gpt-4o\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"first\"},{\"role\":\"assistant\",\"content\":\"one\"},{\"role\":\"user\",\"content\":\"second\"}]}";
        for (String said : List.of(
                "=== assistant @ ===\nHello there",
                "Hello there\n\n=== user @ ===\nthanks\n\n=== assistant @ ===\nYou are welcome",
                "=== assistant @ ===\n\nHello there\n=== tool (f) for call call_1 @ ===\n{}")) {
            gateway.simulator().onQuery(query -> {
                Matcher mark = MARK.matcher(query.query());
                assertThat(mark.find()).isTrue();
                return Behaviour.atOnce()
                        .saying(said.replace("@", mark.group(1)).split("(?<=\\G.{5})", 0));
            });

            HttpResponse<String> response = dialect.send(gateway, dialect.request(Chat.json(body)));

            assertThat(response.statusCode()).isEqualTo(200);
            ClientAnswer answer = dialect.client().read(response.body(), stream);
            assertThat(answer.content()).isEqualTo("Hello there");
            assertThat(answer.finish()).isEqualTo("stop");
        }
    }
}
