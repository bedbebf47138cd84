package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final Turn ASK = Turn.of(Turn.Role.USER, "one");
    private static final Turn ANSWER = Turn.of(Turn.Role.ASSISTANT, "answer");
    private static final Turn NEXT = Turn.of(Turn.Role.USER, "two");

    /** So that what is taught of calls is the same before and after. */
    private static final Turn EARLIER = calling("call_0", "{}");

    private static Fingerprint of(String client, String endpoint, String instructions, Turn... turns) {
        return new Fingerprint(
                client,
                endpoint,
                new Conversation("m", instructions, List.of(turns), Sampling.UNSET, null, List.of(), null));
    }

    private static Fingerprint of(Turn... turns) {
        return of("client-1", "e", "s", turns);
    }

    @Test
    void whatARequestKnowsEqualsWhatWasRecordedAfterTheAnswerBefore() {
        assertThat(of(ASK, ANSWER, NEXT).known()).isEqualTo(of(ASK).with(ANSWER));
        assertThat(of(ASK, ANSWER, NEXT).knownTurns()).isEqualTo(2);
        assertThat(of(ASK, ANSWER, NEXT, ANSWER, NEXT).known())
                .isEqualTo(of(ASK, ANSWER, NEXT).with(ANSWER));
    }

    @Test
    void nothingIsKnownBeforeTheFirstAnswerOrWhenNothingWasSaidSince() {
        assertThat(of(ASK).known()).isNull();
        assertThat(of(ASK, NEXT).knownTurns()).isZero();
        assertThat(of(ASK, ANSWER).known()).isNull();
    }

    @Test
    void everyDifferenceMakesAnotherFingerprint() {
        List<Fingerprint> different = new ArrayList<>();
        different.add(of(ASK));
        different.add(of("client-2", "e", "s", ASK));
        different.add(of("client-1", "f", "s", ASK));
        different.add(of("client-1", "e", "", ASK));
        different.add(of("client-1e", "", "s", ASK));
        different.add(of(Turn.of(Turn.Role.USER, "one ")));
        different.add(of(Turn.of(Turn.Role.ASSISTANT, "one")));
        different.add(of(new Turn(Turn.Role.USER, "bob", "one", List.of(), null)));
        different.add(of(new Turn(Turn.Role.TOOL, null, "one", List.of(), "call_1")));
        different.add(of(Turn.of(Turn.Role.USER, "o"), Turn.of(Turn.Role.USER, "ne")));
        different.add(of(new Turn(Turn.Role.ASSISTANT, null, "one", List.of(new ToolCall("call_1", "f", "{}")), null)));
        for (String arguments :
                List.of("{", "{\"a\":1}", "{\"a\":1.0}", "{\"a\":\"1\"}", "{\"a\":1,\"a\":1}", "[]", "null")) {
            different.add(of(calling("call_1", arguments)));
        }
        different.add(of(calling("call_1", "{}"), result("call_1")));
        different.add(of(calling("call_1", "{}"), result("call_2")));

        different.add(of(withFile("a.png", 0, "one")));
        different.add(of(withFile("b.png", 0, "one")));
        different.add(of(withFile("a.png", 3, "one")));
        different.add(of(withFile("a.png", 0, "two")));

        Set<String> digests = new HashSet<>();
        different.forEach(one -> digests.add(one.with(ANSWER)));

        assertThat(digests).hasSize(different.size());
    }

    private static Turn calling(String id, String arguments) {
        return new Turn(Turn.Role.ASSISTANT, null, "one", List.of(new ToolCall(id, "f", arguments)), null);
    }

    private static Turn result(String call) {
        return new Turn(Turn.Role.TOOL, "f", "result", List.of(), call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"a/b\",\"lines\":[1,2.50],\"deep\":{\"x\":null,\"y\":true}}",
                " {\"path\" : \"a/b\", \"lines\": [1, 2.50],\r\n\t\"deep\": {\"x\": null, \"y\": true} }\n",
                "{\"deep\":{\"y\":true,\"x\":null},\"lines\":[1,2.50],\"path\":\"a/b\"}",
                "{\"p\\u0061th\":\"a\\/b\",\"lines\":[1,2.50],\"deep\":{\"x\":null,\"y\":true}}"
            })
    void theSameArgumentsInAnotherSpellingAreTheSame(String arguments) {
        Turn recorded = calling("call_1", "{\"path\":\"a/b\",\"lines\":[1,2.50],\"deep\":{\"x\":null,\"y\":true}}");

        assertThat(of(ASK, EARLIER, calling("call_1", arguments), result("call_1"))
                        .known())
                .isEqualTo(of(ASK, EARLIER).with(recorded));
    }

    @Test
    void noArgumentsAreAnEmptyObject() {
        assertThat(of(ASK, EARLIER, calling("call_1", " "), NEXT).known())
                .isEqualTo(of(ASK, EARLIER).with(calling("call_1", "{ }")));
    }

    @Test
    void callsAreTheSameUnderOtherIdsAsLongAsTheirResultsAre() {
        String recorded = of(ASK, calling("call_1", "{}"), result("call_1")).with(calling("call_2", "{}"));

        assertThat(of(ASK, calling("a", "{}"), result("a"), calling("b", "{}"), result("b"))
                        .known())
                .isEqualTo(recorded);
        assertThat(of(ASK, calling("a", "{}"), result("b"), calling("b", "{}"), result("b"))
                        .known())
                .isNotEqualTo(recorded);
        assertThat(of(ASK, calling("a", "{}"), result("a"), calling("a", "{}"), result("a"))
                        .known())
                .isNotEqualTo(recorded);
    }

    private static Turn withFile(String name, int at, String content) {
        Attachment.Content file = new Attachment.Content(FileKind.PNG, content.getBytes(StandardCharsets.UTF_8));
        Attachment attached = Attachment.of(at, name, "path", file);
        return new Turn(Turn.Role.USER, null, "one", List.of(), null, List.of(attached));
    }
}
