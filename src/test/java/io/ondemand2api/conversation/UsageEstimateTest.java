package io.ondemand2api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageEstimateTest {

    @Test
    void countsThinkingAsOutput() {
        Usage usage = UsageEstimate.of("one two three", "four five", "six");

        assertThat(usage).isEqualTo(new Usage(3, 3, 1, true));
        assertThat(usage.totalTokens()).isEqualTo(6);
    }

    @Test
    void countsNothingForNothing() {
        assertThat(UsageEstimate.of("", "", "")).isEqualTo(new Usage(0, 0, 0, true));
    }

    @Test
    void takesSpecialTokensForText() {
        Usage usage = UsageEstimate.of("<|endoftext|>", "<|im_start|>", "😀\0");

        assertThat(usage.inputTokens()).isGreaterThan(1);
        assertThat(usage.outputTokens()).isPositive();
    }
}
