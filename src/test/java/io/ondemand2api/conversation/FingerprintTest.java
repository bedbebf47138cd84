package io.ondemand2api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final Turn ASK = Turn.of(Turn.Role.USER, "one");
    private static final Turn ANSWER = Turn.of(Turn.Role.ASSISTANT, "answer");
    private static final Turn NEXT = Turn.of(Turn.Role.USER, "two");

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
        different.add(
                of(new Turn(Turn.Role.ASSISTANT, null, "one", List.of(new ToolCall("call_1", "f", "{ }")), null)));

        different.add(of(withFile("a.png", 0, "one")));
        different.add(of(withFile("b.png", 0, "one")));
        different.add(of(withFile("a.png", 3, "one")));
        different.add(of(withFile("a.png", 0, "two")));

        Set<String> digests = new HashSet<>();
        different.forEach(one -> digests.add(one.with(ANSWER)));

        assertThat(digests).hasSize(different.size());
    }

    private static Turn withFile(String name, int at, String content) {
        Attachment.Content file = new Attachment.Content(FileKind.PNG, content.getBytes(StandardCharsets.UTF_8));
        Attachment attached = Attachment.of(at, name, "path", file);
        return new Turn(Turn.Role.USER, null, "one", List.of(), null, List.of(attached));
    }
}
