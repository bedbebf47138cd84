package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLimitsTest {

    /** What was let through, and why it ended; null when it ended by itself. */
    private record Outcome(String text, FinishReason reached) {}

    private static Outcome pass(List<String> stop, Integer maxTokens, List<String> deltas) {
        AnswerLimits limits = new AnswerLimits(stop, maxTokens);
        StringBuilder passed = new StringBuilder();
        for (String delta : deltas) {
            passed.append(limits.pass(delta));
            if (limits.reached() != null) {
                assertThat(limits.pass("more")).isEmpty();
                assertThat(limits.rest()).isEmpty();
                return new Outcome(passed.toString(), limits.reached());
            }
        }
        passed.append(limits.rest());
        assertThat(limits.rest()).isEmpty();
        return new Outcome(passed.toString(), limits.reached());
    }

    private static Outcome pass(List<String> stop, String... deltas) {
        return pass(stop, null, List.of(deltas));
    }

    @Test
    void passesEverythingOnAtOnceWithoutLimits() {
        AnswerLimits limits = new AnswerLimits(List.of(), null);

        assertThat(limits.pass("Hello")).isEqualTo("Hello");
        assertThat(limits.pass("")).isEmpty();
        assertThat(limits.rest()).isEmpty();
        assertThat(limits.reached()).isNull();
    }

    @Test
    void namesTheStopTextThatEndedTheAnswer() {
        AnswerLimits limits = new AnswerLimits(List.of("END", "###"), null);

        limits.pass("a #");
        assertThat(limits.stopReached()).isNull();
        limits.pass("## b END");

        assertThat(limits.stopReached()).isEqualTo("###");
    }

    @Test
    void endsBeforeAStopTextWhereverItIsSplit() {
        String text = "one two STOP three";
        Outcome outcome = new Outcome("one two ", FinishReason.STOP);
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                assertThat(pass(
                                List.of("STOP"),
                                text.substring(0, first),
                                text.substring(first, second),
                                text.substring(second)))
                        .isEqualTo(outcome);
            }
        }
    }

    @Test
    void holdsBackNoMoreThanWhatMayBeTheBeginning() {
        AnswerLimits limits = new AnswerLimits(List.of("\n\nUser:", "END"), null);

        assertThat(limits.pass("a\n")).isEqualTo("a");
        assertThat(limits.pass("b E")).isEqualTo("\nb ");
        assertThat(limits.pass("\n\nUs")).isEqualTo("E");
        assertThat(limits.pass("e")).isEmpty();
        assertThat(limits.pass("d.")).isEqualTo("\n\nUsed.");
        assertThat(limits.pass("EN")).isEmpty();
        assertThat(limits.rest()).isEqualTo("EN");
        assertThat(limits.reached()).isNull();
    }

    @Test
    void findsAStopTextThatBeginsWithinAFailedOne() {
        assertThat(pass(List.of("aab"), "a", "a", "a", "b", "c")).isEqualTo(new Outcome("a", FinishReason.STOP));
        assertThat(pass(List.of("abab", "bb"), "ab", "ab", "x")).isEqualTo(new Outcome("", FinishReason.STOP));
        assertThat(pass(List.of("abac", "bab"), "aba", "bz")).isEqualTo(new Outcome("a", FinishReason.STOP));
    }

    @Test
    void endsAtTheStopTextThatIsCompleteFirstHoweverTheTextIsSplit() {
        List<String> stop = List.of("abcX", "b");

        assertThat(pass(stop, "zabcX")).isEqualTo(new Outcome("za", FinishReason.STOP));
        assertThat(pass(stop, "zab", "cX")).isEqualTo(new Outcome("za", FinishReason.STOP));
        assertThat(pass(List.of("b", "ab"), "zab")).isEqualTo(new Outcome("z", FinishReason.STOP));
        assertThat(pass(List.of("ab", "abc"), "zabc")).isEqualTo(new Outcome("z", FinishReason.STOP));
    }

    @Test
    void endsWithoutAWordWhenTheAnswerBeginsWithAStopText() {
        assertThat(pass(List.of("x"), "xyz")).isEqualTo(new Outcome("", FinishReason.STOP));
    }

    @Test
    void givesTheSameForRandomTextsHoweverTheyAreSplit() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String text = letters(random, 12);
            List<String> stop = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                stop.add("a".repeat(random.nextInt(2)) + letters(random, 3) + "b");
            }
            Outcome letterByLetter =
                    pass(stop, null, text.chars().mapToObj(Character::toString).toList());
            assertThat(pass(stop, text)).as("%s in %s", stop, text).isEqualTo(letterByLetter);
            int cut = random.nextInt(text.length() + 1);
            assertThat(pass(stop, text.substring(0, cut), text.substring(cut))).isEqualTo(letterByLetter);
            assertThat(text).startsWith(letterByLetter.text());
            assertThat(stop).noneMatch(letterByLetter.text()::contains);
            assertThat(letterByLetter.reached() == FinishReason.STOP)
                    .isEqualTo(stop.stream().anyMatch(text::contains));
        }
    }

    private static String letters(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append("aab".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    @Test
    void endsAtTheTokenLimitAcrossDeltas() {
        assertThat(pass(List.of(), 3, List.of("one", " two", " three four", " five")))
                .isEqualTo(new Outcome("one two three", FinishReason.LENGTH));
        assertThat(pass(List.of(), 3, List.of("one two", "", " three", " four")))
                .isEqualTo(new Outcome("one two three", FinishReason.LENGTH));
        assertThat(pass(List.of(), 1, List.of("one two three"))).isEqualTo(new Outcome("one", FinishReason.LENGTH));
    }

    @Test
    void endsByItselfWhenItHasExactlyAsManyTokensAsItMay() {
        assertThat(pass(List.of(), 3, List.of("one", " two three", ""))).isEqualTo(new Outcome("one two three", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 13})
    void neverCutsACharacterInTwo(int maxTokens) {
        String text = "👩‍🚀 ünïcödé 漢字かな交じり文 😀😀😀 𝔘𝔫𝔦";
        Outcome whole = pass(List.of(), maxTokens, List.of(text));

        assertThat(text).startsWith(whole.text());
        assertThat(whole.text()).doesNotContain("\uFFFD");
        assertThat(TokenCounter.count(whole.text())).isLessThanOrEqualTo(maxTokens);
        assertThat(whole.text().isEmpty()
                        || !Character.isHighSurrogate(
                                whole.text().charAt(whole.text().length() - 1)))
                .isTrue();
    }

    @Test
    void letsTheStopTextWinWithinTheTokenLimitAndTheLimitBeforeIt() {
        assertThat(pass(List.of("!"), 3, List.of("one two! three")))
                .isEqualTo(new Outcome("one two", FinishReason.STOP));
        assertThat(pass(List.of("!"), 2, List.of("one two! three")))
                .isEqualTo(new Outcome("one two", FinishReason.STOP));
        assertThat(pass(List.of("!"), 1, List.of("one two! three"))).isEqualTo(new Outcome("one", FinishReason.LENGTH));
    }

    @Test
    void countsWhatWasHeldBackOnlyOnceItIsReleased() {
        assertThat(pass(List.of(" two!"), 1, List.of("one", " two")))
                .isEqualTo(new Outcome("one", FinishReason.LENGTH));
        assertThat(pass(List.of(" two!"), 2, List.of("one", " two"))).isEqualTo(new Outcome("one two", null));
        assertThat(pass(List.of(" two!"), 1, List.of("one", " two", "!")))
                .isEqualTo(new Outcome("one", FinishReason.STOP));
    }
}
