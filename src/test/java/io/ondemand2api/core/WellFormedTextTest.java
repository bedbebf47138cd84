package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTextTest {

    @ParameterizedTest
    @CsvSource({
        "\ud83d,\uFFFD",
        "\ude00,\uFFFD",
        "a\ud83d b,a\uFFFD b",
        "\ud83d\ud83d\ude00,\uFFFD😀",
        "😀\ude00,😀\uFFFD",
        "\ude00\ud83d,\uFFFD\uFFFD",
        "😀\ud83d,😀\uFFFD",
    })
    void replacesEachLoneHalf(String text, String wellFormed) {
        assertThat(WellFormedText.of(text)).isEqualTo(wellFormed);
    }

    @Test
    void keepsWhatIsWellFormedAsItIs() {
        String text = "plain é 日本 😀😀 \uFFFD \0";

        assertThat(WellFormedText.of(text)).isSameAs(text);
        assertThat(WellFormedText.of("")).isEmpty();
    }
}
