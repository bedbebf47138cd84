package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReplacementTest {

    private static TextReplacement replacing(String pattern, String replacement) {
        return new TextReplacement(Pattern.compile(pattern), match -> replacement);
    }

    private static String inDeltas(TextReplacement replacement, String... deltas) {
        StringBuilder out = new StringBuilder();
        for (String delta : deltas) {
            out.append(replacement.pass(delta));
        }
        return out.append(replacement.rest()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "secret|the secret is out, secretly",
                "\\bass\\b|class assess ass ass-ass",
                "[A-Z]{2}\\d{4,6}|id AB1234 and AB1234567 and AB12",
                "ab|abababa aab",
                "abcd?|xabcd abce abc",
                "x+|axxb",
                "\\d{3}-\\d{4}|call 555-1234 or 555-12345",
                "(?i)acme|ACME, Acme and 😀acme😀",
                "a.c$|abc abc"
            })
    void findsInEverySplitWhatIsInTheWholeText(String pattern, String text) {
        String whole = Pattern.compile(pattern).matcher(text).replaceAll("<$0>");

        for (int i = 0; i <= text.length(); i++) {
            for (int j = i; j <= text.length(); j++) {
                assertThat(inDeltas(
                                replacing(pattern, "<$0>"),
                                text.substring(0, i),
                                text.substring(i, j),
                                text.substring(j)))
                        .as("%s at %s and %s", text, i, j)
                        .isEqualTo(whole);
            }
        }
        assertThat(inDeltas(replacing(pattern, "<$0>"), text.split(""))).isEqualTo(whole);
    }

    @Test
    void passesAtOnceWhatCannotBecomeAMatch() {
        TextReplacement replacement = replacing("secret", "***");

        assertThat(replacement.pass("good morning, se")).isEqualTo("good morning, ");
        assertThat(replacement.pass("nator")).isEqualTo("senator");
        assertThat(replacement.pass(" secret")).isEqualTo(" ***");
    }

    @Test
    void holdsNoMoreThanItsBound() {
        TextReplacement replacement = replacing("a+b", "***");

        String passed = replacement.pass("a".repeat(10_000));

        assertThat(passed.length()).isEqualTo(10_000 - TextReplacement.MAX_MATCH);
    }

    @Test
    void forgetsAtARestart() {
        TextReplacement replacement = replacing("secret", "***");
        replacement.pass("sec");
        replacement.restart();

        assertThat(inDeltas(replacement, "ret")).isEqualTo("ret");
    }
}
