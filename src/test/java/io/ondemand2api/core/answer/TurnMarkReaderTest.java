package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.Splits;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.prompt.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnMarkReaderTest {

    private static final String BOUNDARY = "0123456789abcdef";
    private static final List<Turn> TURNS = List.of(
            Turn.of(Turn.Role.USER, "What is === user ffffffffffffffff === here?"), Turn.of(Turn.Role.ASSISTANT, "b"));

    private static String read(List<String> deltas, boolean thinking) {
        StringBuilder text = new StringBuilder();
        TurnMarkReader reader = new TurnMarkReader(TURNS, text::append, () -> thinking);
        deltas.forEach(reader::pass);
        reader.end();
        return (text + (reader.over() ? "|" : "")).replace("\n", "\\n");
    }

    private static void reads(String text, String expected, boolean thinking) {
        String said = text.replace("\\r", "\r").replace("\\n", "\n").replace("@", BOUNDARY);
        for (List<String> split : Splits.of(said)) {
            assertThat(read(split, thinking)).as("%s", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            emptyValue = "",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=== assistant @ ===\\nHello there\u00a6Hello there",
                "\\n\\n=== assistant @ ===\\n\\n Hello\u00a6Hello",
                "=== assistant @ === Hello\u00a6Hello",
                "=== assistant @ ===\\n=== assistant @ ===\\nHello\u00a6Hello",
                "=== role @ ===\\nHello\u00a6Hello",
                "===assistant @===\\nHello\u00a6Hello",
                "=== ASSISTANT @ ===\\nHello\u00a6Hello",
                "**=== assistant @ ===**\\nHello\u00a6****\\nHello",
                "Hello\\n\\n=== user @ ===\\nthanks\\n\\n=== assistant @ ===\\nYou are welcome\u00a6Hello|",
                "Hello\\n\\n=== user (Bob Ray) @ ===\\nthanks\u00a6Hello|",
                "Hello\\r\\n\\r\\n=== user @ ===\\r\\nthanks\u00a6Hello|",
                "Hello\\n=== tool (get_weather) for call call_1 @ ===\\nsunny\u00a6Hello|",
                "Hello\\n=== tool for call call_1 @ ===\\nsunny\u00a6Hello|",
                "Hello === user @ ===\u00a6Hello |",
                "Hello\\n=== user @\\nthanks\u00a6Hello|",
                "=== user @ ===\\nthanks\u00a6|",
                "A\\n\\n=== assistant @ ===\\nB\u00a6A\\n\\nB",
                "Hello\\n\\n=== user 01234567\u00a6Hello",
                "Hello\\n\\n=== user\u00a6Hello\\n\\n=== user",
                "Hello\\n\\n\u00a6Hello\\n\\n",
                "Hello\\n\\n= = == ===\\n====\u00a6Hello\\n\\n= = == ===\\n====",
                "if (a === b) { user = 1; }\u00a6if (a === b) { user = 1; }",
                "=== user notes ===\\nUser: hi\\nAssistant: ho\u00a6=== user notes ===\\nUser: hi\\nAssistant: ho",
                "=== user ===\u00a6=== user ===",
                "=== user 0123456789abcde ===\u00a6=== user 0123456789abcde ===",
                "=== user 0123456789abcdef0 ===\u00a6=== user 0123456789abcdef0 ===",
                "=== commit 0123456789abcdef ===\u00a6=== commit 0123456789abcdef ===",
                "You wrote === user ffffffffffffffff === here.\u00a6You wrote === user ffffffffffffffff === here.",
            })
    void keepsTheTranscriptsMarksOut(String text, String expected) {
        reads(text, expected, false);
    }

    @Test
    void dropsOnlyTheMarkWithinThinking() {
        reads("so\\n=== user @ ===\\nthanks", "so\\nthanks", true);
    }

    @Test
    void holdsBackNoMoreThanWhatMayBeAMark() {
        StringBuilder text = new StringBuilder();
        TurnMarkReader reader = new TurnMarkReader(TURNS, text::append, () -> false);

        reader.pass("Hello ");
        assertThat(text).hasToString("Hello ");
        reader.pass("you\n");
        assertThat(text).hasToString("Hello you");
        reader.pass("===");
        assertThat(text).hasToString("Hello you");
        reader.pass(" use");
        assertThat(text).hasToString("Hello you");
        reader.pass("less");
        assertThat(text).hasToString("Hello you\n=== useless");
    }

    @Test
    void readsTheMarksThatATranscriptHas() {
        String question = Transcript.of(
                List.of(
                        new Turn(Turn.Role.USER, "Bob", "hi", List.of(), null),
                        Turn.of(Turn.Role.ASSISTANT, "ho"),
                        new Turn(Turn.Role.TOOL, "get_weather", "sunny", List.of(), "call_1")),
                CallForm.HERMES);
        List<String> marks =
                question.lines().filter(line -> line.startsWith("=== ")).toList();

        assertThat(marks).hasSize(3);
        assertThat(read(List.of("a\n" + marks.get(0)), false)).isEqualTo("a|");
        assertThat(read(List.of(marks.get(1) + "\na"), false)).isEqualTo("a");
        assertThat(read(List.of("a\n" + marks.get(2)), false)).isEqualTo("a|");
    }
}
