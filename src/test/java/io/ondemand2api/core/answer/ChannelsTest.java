package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.CpuTime;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What channels do with words that hold none; their texts are among the cases. */
class ChannelsTest {

    private static final int MAX_HELD = 1 << 20;

    private final StringBuilder words = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final StrippedChannels stripped = new StrippedChannels(words::append, thoughts::append, MAX_HELD);
    private final KimiChannels kimi = new KimiChannels(words::append);

    private String given(Consumer<String> reader, String delta) {
        words.setLength(0);
        reader.accept(delta);
        return words.toString();
    }

    @Test
    void wordsPassAtOnce() {
        assertThat(given(stripped::pass, "ana")).isEmpty();
        assertThat(given(stripped::pass, "tomy")).isEqualTo("anatomy");
        assertThat(given(stripped::pass, "analysisThe ")).isEqualTo("analysisThe ");
        assertThat(given(kimi::pass, "a <b")).isEqualTo("a <b");
        assertThat(given(kimi::pass, "c <|op")).isEqualTo("c ");
        assertThat(given(kimi::pass, "en|> d")).isEqualTo("<|open|> d");
    }

    @Test
    void whatOnlyStartsLikeAChannelIsWordsInTheEnd() {
        assertThat(given(stripped::pass, "analysisResult = 1")).isEmpty();

        stripped.end();

        assertThat(words).hasToString("analysisResult = 1");
        assertThat(thoughts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "analysisThe ", "analysisT.assistant", "analysisT.assistantanalysis", "<|open|>", "<|"})
    void takesTimeInProportionToTheTextAndHoldsABoundedPartOfIt(String hostile) {
        String text = hostile.repeat(2 * MAX_HELD / hostile.length());

        CpuTime.assertAtMost(Duration.ofSeconds(5), hostile, () -> {
            text.chars().forEach(c -> stripped.pass(Character.toString(c)));
            text.chars().forEach(c -> kimi.pass(Character.toString(c)));
        });

        assertThat(words.length() + thoughts.length()).isGreaterThan(text.length());
    }
}
