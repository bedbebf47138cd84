package io.ondemand2api.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Splits;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedAnswerTest {

    private static final String TEXT = "haha ha 😀 \"q\"\n<tool>é\\u</tool> haha";
    private static final String THOUGHT = "hm hm 😀 so";

    private static ReceivedAnswer received(List<String> words) {
        ReceivedAnswer answer = new ReceivedAnswer();
        words.forEach(word -> assertThat(answer.words(word)).isEqualTo(word));
        return answer;
    }

    @Test
    void addsWhatIsNewBehindEveryPartAndEverySplit() {
        for (List<String> split : Splits.of(TEXT)) {
            for (int known = 0; known <= split.size(); known++) {
                for (int repeated = known; repeated <= split.size(); repeated++) {
                    ReceivedAnswer answer = received(split.subList(0, known));
                    StringBuilder client = new StringBuilder(String.join("", split.subList(0, known)));

                    answer.expectRepetition();
                    client.append(answer.words(String.join("", split.subList(0, repeated))));
                    split.subList(repeated, split.size()).forEach(word -> client.append(answer.words(word)));

                    assertThat(client.toString()).isEqualTo(TEXT);
                    assertThat(answer.rest(TEXT + "!")).isEqualTo("!");
                }
            }
        }
    }

    @Test
    void refusesARepetitionThatDiffersInOneCharacterOrIsShorter() {
        for (int at = 0; at < TEXT.length(); at++) {
            ReceivedAnswer answer = received(List.of(TEXT));
            answer.expectRepetition();
            assertThat(answer.words(TEXT.substring(0, at) + '#' + TEXT.substring(at + 1) + " and more"))
                    .isNull();
            assertThat(answer.repetitionDue()).isTrue();
            if (at > 0) {
                assertThat(answer.words(TEXT.substring(0, at))).isNull();
            }
        }
    }

    @Test
    void comparesTextsBeyondItsBuffer() {
        String text = "0123456789".repeat(500);
        ReceivedAnswer answer = received(List.of(text.substring(0, 1), text.substring(1, 4321)));
        answer.expectRepetition();

        assertThat(answer.words("")).isEmpty();
        assertThat(answer.words(text)).isEqualTo(text.substring(4321));
    }

    @Test
    void passesNoThinkingTwice() {
        for (List<String> split : Splits.of(THOUGHT)) {
            for (int known = 0; known <= split.size(); known++) {
                ReceivedAnswer answer = new ReceivedAnswer();
                StringBuilder client = new StringBuilder();
                split.subList(0, known).forEach(delta -> client.append(answer.thoughts(delta)));
                answer.words("word");

                answer.expectRepetition();
                split.forEach(delta -> client.append(answer.thoughts(delta)));
                answer.words("word");
                client.append(answer.thoughts(" late"));

                assertThat(client.toString()).isEqualTo(THOUGHT + " late");
            }
        }
    }

    @Test
    void passesThinkingBehindRepeatedWordsWhenNoneIsRepeated() {
        ReceivedAnswer answer = new ReceivedAnswer();
        answer.thoughts(THOUGHT);
        answer.words("word");
        answer.expectRepetition();
        answer.words("word");

        assertThat(answer.thoughts("hm")).isEqualTo("hm");
    }

    @Test
    void dropsThinkingOfWhichItCannotTellWhatIsNew() {
        ReceivedAnswer answer = new ReceivedAnswer();
        answer.thoughts(THOUGHT);
        answer.words("word");
        answer.expectRepetition();

        assertThat(answer.thoughts("so it is, perhaps")).isEmpty();
        assertThat(answer.words("word, word")).isEqualTo(", word");
        assertThat(answer.thoughts("more of it")).isEmpty();
    }
}
