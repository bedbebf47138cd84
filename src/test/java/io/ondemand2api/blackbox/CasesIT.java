package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.cases.AnswerCase;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every case over HTTP, whole and streamed. */
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

    static Stream<AnswerCase> cases() {
        return AnswerCase.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheClientWhatItMustGet(AnswerCase one) {
        for (boolean stream : new boolean[] {false, true}) {
            gateway.simulator().clearRecords();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(one.round(query.ordinal())));

            HttpResponse<String> response = gateway.chat(one.body(stream));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            one.check(answer(response.body(), stream));
            JsonNode held = one.outcome().get("queryHolds");
            if (held != null) {
                assertThat(gateway.simulator().queries().get(0).query()).contains(held.textValue());
            }
        }
    }

    private static AnswerCase.Answer answer(String body, boolean stream) {
        int rounds = gateway.simulator().queries().size();
        if (stream) {
            return streamed(body, rounds);
        }
        JsonNode choice = Chat.json(body).at("/choices/0");
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode call : choice.at("/message/tool_calls")) {
            add(
                    calls,
                    call.at("/function/name").asText(),
                    call.at("/function/arguments").asText());
        }
        return new AnswerCase.Answer(
                choice.at("/message/content").asText(""),
                choice.at("/message/reasoning_content").asText(""),
                calls,
                choice.path("finish_reason").asText(),
                rounds);
    }

    private static AnswerCase.Answer streamed(String body, int rounds) {
        StringBuilder reasoning = new StringBuilder();
        Map<Integer, StringBuilder> names = new TreeMap<>();
        Map<Integer, StringBuilder> arguments = new TreeMap<>();
        String finish = "";
        List<String> data = Chat.data(body);
        assertThat(data).last().isEqualTo("[DONE]");
        for (String chunk : data.subList(0, data.size() - 1)) {
            JsonNode choice = Chat.json(chunk).at("/choices/0");
            reasoning.append(choice.at("/delta/reasoning_content").asText(""));
            for (JsonNode call : choice.at("/delta/tool_calls")) {
                int index = call.path("index").asInt();
                names.computeIfAbsent(index, i -> new StringBuilder())
                        .append(call.at("/function/name").asText(""));
                arguments
                        .computeIfAbsent(index, i -> new StringBuilder())
                        .append(call.at("/function/arguments").asText(""));
            }
            finish = choice.path("finish_reason").asText(finish);
        }
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        names.forEach((index, name) ->
                add(calls, name.toString(), arguments.get(index).toString()));
        return new AnswerCase.Answer(Chat.content(body), reasoning.toString(), calls, finish, rounds);
    }

    private static void add(ArrayNode calls, String name, String arguments) {
        ObjectNode call = calls.addObject();
        call.put("name", name).set("arguments", Chat.json(arguments));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noMarkOfTheTranscriptReachesTheClient(boolean stream) {
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

            HttpResponse<String> response = gateway.chat(body);

            assertThat(response.statusCode()).isEqualTo(200);
            AnswerCase.Answer answer = answer(response.body(), stream);
            assertThat(answer.content()).isEqualTo("Hello there");
            assertThat(answer.finish()).isEqualTo("stop");
        }
    }
}
