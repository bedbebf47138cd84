package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ } | {}",
                "[ ] | []",
                "{\"b\":1, \"a\":[ {\"d\":2,\"c\":3} , [] ]} | {\"a\":[{\"c\":3,\"d\":2},[]],\"b\":1}",
                "[1,1.0,1e0,-0,12345678901234567890.12345678901234567890] "
                        + "| [1,1.0,1e0,-0,12345678901234567890.12345678901234567890]",
                "[true , false,null] | [true,false,null]",
                "\"\\u0041\\/\\u00e4\" | \"A/ä\"",
                "\"C:\\\\new\\n\" | \"C:\\\\new\\n\"",
                "\"😀\" | \"\\uD83D\\uDE00\"",
                "7 | 7"
            })
    void hasOneSpellingForEachValue(String text, String canonical) {
        // both halves of a pair may be escapes, too
        assertThat(CanonicalArguments.of(text)).isEqualToIgnoringCase(CanonicalArguments.of(canonical));
        assertThat(CanonicalArguments.of(CanonicalArguments.of(text))).isEqualTo(CanonicalArguments.of(text));
        if (canonical.chars().noneMatch(c -> c == 'u')) {
            assertThat(CanonicalArguments.of(text)).isEqualTo(canonical);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1} x",
                "{\"a\":1}{\"a\":1}",
                "{a:1}",
                "{\"a\" : 1, \"a\" : 2}",
                "[1, 01]",
                "[1, NaN]",
                "\"C:\\new\\q\"",
                "{'a' : 1}"
            })
    void leavesAloneWhatIsNoJsonOrCanBeReadInTwoWays(String text) {
        assertThat(CanonicalArguments.of(text)).isEqualTo(text);
    }

    @Test
    void tellsHalvesOfSurrogatePairsApart() {
        assertThat(List.of("\"\\ud800\"", "\"\\ud801\"", "\"?\"", "\"\\udc00\"").stream()
                        .map(CanonicalArguments::of)
                        .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates();
    }

    @Test
    void leavesAloneWhatIsTooLongOrTooDeep() {
        String deep = "[ ".repeat(101) + "]".repeat(101);
        String fits = "[ ".repeat(99) + "]".repeat(99);
        String longest = "[ " + "1,".repeat(40_000) + "1]";

        assertThat(CanonicalArguments.of(deep)).isEqualTo(deep);
        assertThat(CanonicalArguments.of(fits)).isEqualTo("[".repeat(99) + "]".repeat(99));
        assertThat(CanonicalArguments.of(longest)).isEqualTo(longest);
    }
}
