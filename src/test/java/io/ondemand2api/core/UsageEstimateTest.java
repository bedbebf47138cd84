package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageEstimateTest {

    private static final UsageEstimate ESTIMATE = new UsageEstimate(10_000);

    @Test
    void countsThinkingAsOutput() {
        Usage usage = ESTIMATE.of(List.of("one two three"), "four five", "six");

        assertThat(usage).isEqualTo(new Usage(3, 3, 1, true));
        assertThat(usage.totalTokens()).isEqualTo(6);
    }

    @Test
    void countsNothingForNothing() {
        assertThat(ESTIMATE.of(List.of(""), "", "")).isEqualTo(new Usage(0, 0, 0, true));
    }

    @Test
    void takesSpecialTokensForText() {
        Usage usage = ESTIMATE.of(List.of("<|endoftext|>"), "<|im_start|>", "😀\0");

        assertThat(usage.inputTokens()).isGreaterThan(1);
        assertThat(usage.outputTokens()).isPositive();
    }

    @Test
    void estimatesByLengthWhatIsBeyondItsBound() {
        String words = "one two three four ";
        UsageEstimate exact = new UsageEstimate(1_000_000);
        List<String> pieces = List.of("", words.repeat(1000), words.repeat(4000));

        int counted = exact.of(pieces, "", "").inputTokens();

        assertThat(ESTIMATE.of(pieces, "", "").inputTokens()).isCloseTo(counted, withinPercentage(2));
        assertThat(ESTIMATE.of(pieces, words.repeat(5000), "").outputTokens()).isCloseTo(counted, withinPercentage(2));
        assertThat(new UsageEstimate(1).of(List.of("abc"), "", "").inputTokens())
                .isEqualTo(3);
    }

    @Test
    void anyTextCostsInProportionToItsLength() {
        for (String unit : List.of("a", " ", "A", "\n", "é", "語", "😀", "\u0300", "1", "'s", "aA", " \n")) {
            String text = unit.repeat(200_000 / unit.length());
            // with a word of such a length as a whole the encoder would still be at it
            int all = TokenCounter.count(text);
            String head = TokenCounter.head(text, 1000);

            assertThat(all).isGreaterThan(1000);
            assertThat(text).startsWith(head);
            assertThat(TokenCounter.count(head)).isBetween(990, 1000);
        }
    }
}
