package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns mean what they mean in ECMA-262, or nothing at all. */
@Timeout(20)
class EcmaPatternTest {

    static Stream<Arguments> patterns() {
        return Stream.of(
                arguments("^[a-z]+$", "abc", "abc1"),
                arguments("b", "abc", "ac"),
                arguments("^\\d{4}-\\d{2}-\\d{2}$", "2026-11-25", "2026-1-25"),
                arguments("^\\d$", "1", "\u0661"),
                arguments("^\\w$", "_", "\u00e9"),
                arguments("^\\W$", "\u00e9", "_"),
                arguments("^\\D$", "\u0661", "1"),
                arguments("^\\s$", "\u00a0", "x"),
                arguments("^\\s$", "\ufeff", "\u200b"),
                arguments("^\\S$", "x", "\u2003"),
                arguments("^[\\s\\S]$", "\u00a0", "xx"),
                arguments("^[\\d.]+$", "1.5", "1,5"),
                arguments("^[\\w-.]+$", "a-b.c", "a b"),
                arguments("^[a\\-z]$", "-", "b"),
                arguments("^[\\]]$", "]", "["),
                arguments("^[^\\]]$", "[", "]"),
                arguments("^[[]$", "[", "]"),
                arguments("^[\\b]$", "\b", "b"),
                arguments("^[^]$", "]", ""),
                arguments("^\\/\\-\\.$", "/-.", "/-x"),
                arguments("^\\u00e9$", "\u00e9", "e"),
                arguments("^\\uD83D\\uDE00$", "\ud83d\ude00", "x"),
                arguments("^\\u{1F600}$", "\ud83d\ude00", "u"),
                arguments("^.$", "\ud83d\ude00", "\n"),
                arguments("^.$", "\u0085", "\u2028"),
                arguments("^\\cA$", "\u0001", "A"),
                arguments("^\\x41\\0$", "A\u0000", "A0"),
                arguments("^(?<year>\\d{4})$", "2026", "26"),
                arguments("^(?:a|b)*?c$", "abc", "ab"),
                arguments("^a{2,3}$", "aaa", "a"),
                arguments("^a{2,}$", "aaaa", "a"),
                arguments("^a{,2}$", "a{,2}", "aa"),
                arguments("^a{b}$", "a{b}", "ab"),
                arguments("a$", "ba", "a\n"),
                arguments("^$", "", "x"),
                arguments("\\bfoo\\b", "a foo b", "afoo"),
                arguments("^\\p{Lu}$", "A", "a"),
                arguments("^[\\p{L}]$", "\u00e9", "1"),
                arguments("^\\P{L}$", "1", "a"),
                arguments("^(a|b|)$", "b", "c"),
                arguments("^\\$\\^\\*\\+\\?\\(\\)\\{\\}\\|\\\\$", "$^*+?(){}|\\", "x"),
                arguments("^€$", "€", "e"),
                arguments("^[А-я]+$", "Привет", "hello"));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void meansWhatItMeansInEcmaScript(String pattern, String right, String wrong) {
        SchemaBudget budget = new SchemaBudget();
        LinearPattern linear = LinearPattern.of(pattern, budget);

        assertThat(linear.find(right, budget)).isEqualTo(EvaluationOutcome.VALID);
        assertThat(linear.find(wrong, budget)).isEqualTo(EvaluationOutcome.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)",
                "(?!a)b",
                "(?<=a)b",
                "(?<!a)b",
                "(a)\\1",
                "\\k<a>",
                "a*+",
                "a++",
                "a?+",
                "(?>a)",
                "(?i)a",
                "(?P<n>a)",
                "(?i:a)",
                "(",
                ")",
                "[a",
                "[b-a]",
                "*",
                "^*",
                "a**",
                "\\",
                "[\\",
                "\\A",
                "\\z",
                "\\Qa\\E",
                "\\u12",
                "\\x4",
                "\\uD83D",
                "\\u{110000}",
                "\\01",
                "\\pL",
                "\\p{Emoji}",
                "\\p{IsAlphabetic}",
                "a{2,1}",
                "a{1001}",
                "(a{1000}){1000}",
                "((a{100}){100}){100}",
                "(?:(?:(?:a{30}){30}){30}){30}",
                "[\\c]",
                "\\c1",
                "(?#comment)",
                "[[:alpha:]]{5001}",
                "\ud83d",
            })
    void leavesOpenWhatItCannotMatch(String pattern) {
        SchemaBudget budget = new SchemaBudget();

        assertThat(LinearPattern.of(pattern, budget).find("a", budget)).isEqualTo(EvaluationOutcome.OPEN);
    }

    @Test
    void leavesOpenPatternsThatAreTooLongOrTooDeep() {
        SchemaBudget budget = new SchemaBudget();

        assertThat(LinearPattern.of("a".repeat(20_000), budget).find("a", budget))
                .isEqualTo(EvaluationOutcome.OPEN);
        assertThat(LinearPattern.of("(".repeat(900) + ")".repeat(900), budget).find("a", budget))
                .isEqualTo(EvaluationOutcome.OPEN);
        assertThat(LinearPattern.of("(?:|)".repeat(200), budget).find("a", budget))
                .isEqualTo(EvaluationOutcome.VALID);
    }

    @Test
    void sharesTheRoomForPatternsOfOneRequest() {
        SchemaBudget budget = new SchemaBudget();
        int matched = 0;
        for (int i = 0; i < 100; i++) {
            LinearPattern pattern = LinearPattern.of("^[a-z]{" + (900 + i) + "}", budget);
            matched += pattern.find("a", budget) == EvaluationOutcome.INVALID ? 1 : 0;
        }

        assertThat(matched).isBetween(5, 30);
    }

    @Test
    void matchesInLinearTimeWhatBacktracksForEver() {
        for (String pattern : new String[] {
            "^x" + "(?:|)".repeat(64) + "y", "^(a+)+$", "^(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*.*.*.*=.*)$",
        }) {
            SchemaBudget budget = new SchemaBudget();
            assertThat(LinearPattern.of(pattern, budget).find("x" + "a".repeat(3_000) + "!", budget))
                    .isEqualTo(EvaluationOutcome.INVALID);
        }
    }

    @Test
    void doesNotMatchWhatWouldTakeMoreThanIsLeft() {
        SchemaBudget budget = new SchemaBudget(new SchemaLimits(10, 100, 10, 1_000), SchemaRunner.DIRECT);
        LinearPattern pattern = LinearPattern.of("^a+b$", budget);

        assertThat(pattern.find("a".repeat(10_000), budget)).isEqualTo(EvaluationOutcome.OPEN);
        assertThat(pattern.find("ab", budget)).isEqualTo(EvaluationOutcome.VALID);
    }

    @Test
    void agreesWithJavaOnEveryCharacterOfEveryClass() {
        SchemaBudget budget = new SchemaBudget(new SchemaLimits(10, 100_000_000, 10, 1_000), SchemaRunner.DIRECT);
        String[][] pairs = {
            {"^\\s$", "[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"},
            {"^\\S$", "[^\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"},
            {"^[\\S]$", "[^\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"},
            {"^\\w$", "[A-Za-z0-9_]"},
            {"^[\\W]$", "[^A-Za-z0-9_]"},
            {"^[^\\d]$", "[^0-9]"},
            {"^\\D$", "[^0-9]"},
        };
        for (String[] pair : pairs) {
            LinearPattern linear = LinearPattern.of(pair[0], budget);
            Pattern java = Pattern.compile(pair[1]);
            for (int character = 0; character < Character.MIN_SURROGATE; character++) {
                String text = Character.toString(character);
                assertThat(linear.find(text, budget) == EvaluationOutcome.VALID)
                        .as(pair[0] + " on " + character)
                        .isEqualTo(java.matcher(text).matches());
            }
        }
    }
}
