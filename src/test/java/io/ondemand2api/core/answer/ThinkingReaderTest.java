package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Splits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingReaderTest {

    /** What was read; {@code |} stands where the words before turned out to be thinking. */
    private static final class Reading implements ThinkingReader.Output {

        private final StringBuilder thinking = new StringBuilder();
        private final StringBuilder words = new StringBuilder();
        private boolean open;

        @Override
        public void thinking(String text) {
            assertThat(text).isNotEmpty();
            thinking.append(text);
        }

        @Override
        public void words(String text) {
            assertThat(text).isNotEmpty();
            words.append(text);
        }

        @Override
        public boolean insideCall() {
            return words.lastIndexOf("<tool_call>") > words.lastIndexOf("</tool_call>");
        }

        @Override
        public void wordsWereThinking() {
            words.append('|');
        }

        @Override
        public String toString() {
            return (thinking + " # " + words + (open ? " (open)" : "")).replace("\n", "\\n");
        }
    }

    private static String read(List<String> deltas, boolean tools) {
        Reading reading = new Reading();
        ThinkingReader reader = new ThinkingReader(reading, tools, "reasoning"::equals, 1 << 20);
        deltas.forEach(reader::pass);
        reader.end();
        reading.open = reader.open();
        return reading.toString();
    }

    private static void reads(String text, String expected, boolean tools) {
        for (List<String> split : Splits.of(text.replace("\\n", "\n"))) {
            assertThat(read(split, tools)).as("%s", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<think>a b</think>\\n\\nc d\u00a6a b # c d",
                "<think>\\n a \\n b\\n</think>c\u00a6a \\n b # c",
                "\\n <think>a</think> b\u00a6a # b",
                "\ufeff<think>a</think>b\u00a6a # b",
                "<THINK>a</Think>b\u00a6a # b",
                "<thinking>a</thinking>b\u00a6a # b",
                "<thought>a</thought>b\u00a6a # b",
                "<thoughts>a</thoughts>b\u00a6a # b",
                "<think type=\"deep\" n='1'>a</think>b\u00a6a # b",
                "<think\\n>a</think >b\u00a6a # b",
                "<seed:think>a</seed:think>b\u00a6a # b",
                "[THINK]a[/THINK]b\u00a6a # b",
                "\u25c1think\u25b7a\u25c1/think\u25b7b\u00a6a # b",
                "<|START_THINKING|>a<|END_THINKING|>b\u00a6a # b",
                "<|begin_of_thought|>a<|end_of_thought|>b\u00a6a # b",
                "<think></think>b\u00a6 # b",
                "<think>\\n\\n</think>\\n\\nb\u00a6 # b",
                "<think/>b\u00a6 # b",
                "</think>\\nb\u00a6 # b",
                "<think>a</think><think>b</think>c\u00a6ab # c",
                "<think>a</think>\\n<thinking>b</thinking>\\nc\u00a6ab # c",
                "<think>a</thinking>b\u00a6a # b",
                "<thinking>a</think>b\u00a6a # b",
                "<think>a<thinking>b</thinking>c</think>d\u00a6a<thinking>b</thinking>c # d",
                "<think>a<think>b</think>c</think>d\u00a6a<think>b</think>c # d",
                "<think>a<think>b<think>c</think>d</think>e</think>f\u00a6a<think>b<think>c</think>d</think>e # f",
                "<think>use <think> tags</think>the answer\u00a6use <think> tags # the answer",
                "<think>use `<think>` tags</think>the answer\u00a6use `<think>` tags # the answer",
                "<think>ends by `</think>` then</think>the answer\u00a6ends by `</think>` then # the answer",
                "<think>use <thinking> tags</think>the answer\u00a6use <thinking> tags # the answer",
                "<think>a < b, [c], <d></think>e <f>\u00a6a < b, [c], <d> # e <f>",
                "<think>a\u00a6a #  (open)",
                "<think>a </thin\u00a6a </thin #  (open)",
                "<think>\u00a6 #  (open)",
                "<think>a</think>\u00a6a # ",
                "<think>a</think>\\n\\n\u00a6a # ",
                "<thin\u00a6 # <thin",
                "<thinker>a</thinker>b\u00a6 # <thinker>a</thinker>b",
                "<thinkpad> is a laptop\u00a6 # <thinkpad> is a laptop",
                "<reasoning>a</reasoning><answer>b</answer>\u00a6 # <reasoning>a</reasoning><answer>b</answer>",
                "\\n\\nplain\\n\u00a6 # \\n\\nplain\\n",
                "[1] first\u00a6 # [1] first",
                "{\"a\":\"<think>\"}\u00a6 # {\"a\":\"<think>\"}",
                " \\n\u00a6 #  \\n",
                "The <think> tag and </think> mark it.\u00a6 # The <think> tag and </think> mark it.",
                "Tags:\\n<think>a</thonk>\u00a6 # Tags:\\n<think>a</thonk>",
                "Use `<think>` and `</think>`\\nok\u00a6 # Use `<think>` and `</think>`\\nok",
                "It is:\\n```\\n<think>\\nx\\n</think>\\n```\\nok\u00a6 # It is:\\n```\\n<think>\\nx\\n</think>\\n```\\nok",
                "It is ```x``` \\nb</think>\\nok\u00a6 # It is ```x``` \\nb|\\nok",
                "a. So.</think>\\n\\nb\u00a6 # a. So.|\\n\\nb",
                "a. So.\\n</think>b\u00a6 # a. So.\\n|b",
                "a. So. </think>\\nb\u00a6 # a. So. |\\nb",
                "a</think>b</think>c\u00a6 # a|b|c",
                "a 1 < 2 and [x](y) <b>bold</b> <\u00a6 # a 1 < 2 and [x](y) <b>bold</b> <",
            })
    void readsThinkingBesideWords(String text, String expected) {
        reads(text, expected, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "I look.\\n<think>a <tool_call>x</tool_call></think>\\nb\u00a6a <tool_call>x</tool_call> # I look.\\nb",
                "I look. <think>a <tool_call>x</tool_call></think> b\u00a6a <tool_call>x</tool_call> # I look. b",
                "I use <think> tags. <tool_call>x</tool_call>\u00a6 # I use <think> tags. <tool_call>x</tool_call>",
                "I say \"<think>\" and\\n`<think>`\u00a6 # I say \"<think>\" and\\n`<think>`",
                "I see\\n```\\n<think>a</think>\\n```\u00a6 # I see\\n```\\n<think>a</think>\\n```",
                "I look.\\n<think>a\u00a6a # I look.\\n (open)",
                "<tool_call>{\"a\":\"\\n<think>b</think>\\n\"}</tool_call>"
                        + "\u00a6 # <tool_call>{\"a\":\"\\n<think>b</think>\\n\"}</tool_call>",
                "a <tool_call>x</tool_call> no.</think>\\nb\u00a6 # a <tool_call>x</tool_call> no.|\\nb",
                "<tool_call>x</tool_call>\\n<think>a</think>\u00a6a # <tool_call>x</tool_call>\\n",
            })
    void readsThinkingAnywhereBesideCalls(String text, String expected) {
        reads(text, expected, true);
    }

    @Test
    void holdsBackNoMoreThanWhatMayBeATag() {
        Reading reading = new Reading();
        ThinkingReader reader = new ThinkingReader(reading, false, name -> false, 1 << 20);

        reader.pass("<thi");
        assertThat(reading).hasToString(" # ");
        reader.pass("nk>So ");
        assertThat(reading).hasToString("So # ");
        reader.pass("it is.</th");
        assertThat(reading).hasToString("So it is. # ");
        reader.pass("ink>\n");
        reader.pass("Yes ");
        assertThat(reading).hasToString("So it is. # Yes ");
        reader.pass("and <");
        assertThat(reading).hasToString("So it is. # Yes and ");
        reader.pass("b");
        assertThat(reading).hasToString("So it is. # Yes and <b");
    }
}
