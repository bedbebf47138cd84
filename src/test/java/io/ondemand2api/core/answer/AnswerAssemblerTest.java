package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Splits;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerAssemblerTest {

    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>";
    private static final String WRITE =
            "<tool_call>{\"name\":\"write-file\",\"arguments\":{\"text\":\"a b c\"}}</tool_call>";
    private static final Turn HI = Turn.of(Turn.Role.USER, "hi");
    private static final Turn CALLED =
            new Turn(Turn.Role.ASSISTANT, null, "", List.of(new ToolCall("call_1", "get_weather", "{}")), null);
    private static final Toolset OFF = new Toolset(List.of(Tools.WEATHER), ToolChoice.NONE, true);
    private static final Toolset REQUIRED = new Toolset(List.of(Tools.WEATHER), ToolChoice.REQUIRED, true);

    private static Conversation conversation(Toolset tools, OutputFormat format, Integer maxTokens, Turn... turns) {
        return new Conversation("m", "", List.of(turns), Sampling.UNSET, null, List.of(), maxTokens, tools, format);
    }

    /** What the caller is given: thinking in braces, text, calls in brackets, and what is wrong in the end. */
    private static String given(Conversation conversation, boolean last, List<String> deltas) {
        StringBuilder given = new StringBuilder();
        List<AnswerPart> parts = new ArrayList<>();
        AnswerAssembler composer = new AnswerAssembler(conversation, false, last, ToolCallLimits.DEFAULTS, parts::add);
        for (String delta : deltas) {
            if (!composer.over()) {
                composer.say(delta);
            }
        }
        UnfitAnswer unfit = composer.conclude();
        StringBuilder thinking = new StringBuilder();
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.Thinking thought) {
                thinking.append(thought.delta());
            } else if (part instanceof AnswerPart.Text text) {
                given.append(text.delta());
            } else if (part instanceof AnswerPart.CallStarted call) {
                given.append('[').append(call.name());
            } else if (part instanceof AnswerPart.CallArguments piece) {
                given.append(piece.delta()).append(']');
            }
        }
        String end = unfit == null ? " " + composer.reason() : " UNFIT " + unfit.reason();
        return (thinking.isEmpty() ? "" : "{" + thinking + "}") + given + end;
    }

    private static void gives(Conversation conversation, boolean last, String said, String expected) {
        String text = said.replace("CALL", CALL)
                .replace("WRITE", WRITE)
                .replace("%S", "CALLS")
                .replace("\\n", "\n");
        for (List<String> split : Splits.of(text)) {
            assertThat(given(conversation, last, split).replace("\n", "\\n"))
                    .as("%s", split)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "<think>maybe CALL</think>No.\u00a6{maybe " + CALL + "}No. STOP",
                "<think>maybe CALL</think>\\nCALL\u00a6{maybe " + CALL
                        + "}[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "<think>a</think>I look.\\n\\nCALL\u00a6{a}I look.[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "<thinking>CALL</thinking><thought>CALL</thought>\\nno\u00a6{" + CALL + CALL + "}no STOP",
                "I look. <think>CALL</think>no\u00a6{" + CALL + "}I look. no STOP",
                "I look.\\n<think>CALL</think>\\nno\u00a6{" + CALL + "}I look.\\nno STOP",
                "No. CALL that was a draft.</think>\\nI will not.\u00a6No.\\nI will not. STOP",
                "<think>a {\"name\":\"get_weather\",\"arguments\":{\"city\":\"Oslo\"}}</think>CALL"
                        + "\u00a6{a {\"name\":\"get_weather\",\"arguments\":{\"city\":\"Oslo\"}}}[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "<think>only thought\u00a6{only thought} STOP",
                "<think>so CALL\u00a6{so " + CALL
                        + "} UNFIT The model wrote a call of the tool get_weather in its thinking,"
                        + " and did not end that",
                "Use <think> tags.\u00a6Use <think> tags. STOP",
            })
    void takesNoCallFromThinking(String said, String expected) {
        gives(conversation(Tools.BOTH, OutputFormat.TEXT, null, HI), false, said, expected);
    }

    @Test
    void keepsTagsInTheArgumentsOfCalls() {
        String arguments = "{\"text\":\"<think>b</think>\\u000a</think>\"}";
        String said = "<tool_call>{\"name\":\"write-file\",\"arguments\":" + arguments + "}</tool_call>";
        String raw = "<function=write-file><parameter=text>\\n<think>b</think>\\nc</think>\\n</parameter></function>";

        gives(
                conversation(Tools.BOTH, OutputFormat.TEXT, null, HI),
                false,
                said,
                "[write-file" + arguments + "] TOOL_CALLS");
        gives(
                conversation(Tools.BOTH, OutputFormat.TEXT, null, HI),
                false,
                raw,
                "[write-file{\"text\":\"<think>b</think>\\nc</think>\"}] TOOL_CALLS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "CALL\u00a6UNFIT The model called the tool get_weather, though none may be called, and said nothing else",
                "\\n CALL \\n\u00a6UNFIT The model called the tool get_weather, though none may be called, and said nothing else",
                "It rains.\\nCALL\u00a6It rains. STOP",
                "CALL\\nIt rains.\u00a6It rains. STOP",
                "It rains.\\nCALL\\nTake care.\u00a6It rains.\\nTake care. STOP",
                "CALL\\nCALL\\nIt rains.\u00a6It rains. STOP",
                "<function=get_weather><parameter=city>Paris</parameter></function>It rains.\u00a6It rains. STOP",
                "<tool_call>get_weather\\n<arg_key>city</arg_key><arg_value>Paris</arg_value></tool_call>It rains.\u00a6It rains. STOP",
                "[TOOL_%S][{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}]\\nIt rains.\u00a6It rains. STOP",
                "Write `<tool_call>` like so:\\n```\\nCALL\\n```\u00a6Write `<tool_call>` like so:\\n```\\n" + CALL
                        + "\\n``` STOP",
                "Plain <b>text</b> of get_weather.\u00a6Plain <b>text</b> of get_weather. STOP",
            })
    void leavesNoMarkupOfCallsWhereToolsAreOff(String said, String expected) {
        for (Conversation off : List.of(
                conversation(OFF, OutputFormat.TEXT, null, HI),
                conversation(Toolset.NONE, OutputFormat.TEXT, null, HI, CALLED, HI))) {
            gives(off, false, said, expected.startsWith("UNFIT") ? " " + expected : expected);
        }
    }

    @Test
    void handsTheWordsOfACallOnWhereTheModelSaysNothingElse() {
        gives(
                conversation(OFF, OutputFormat.TEXT, null, HI),
                true,
                "CALL",
                "{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}} STOP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "5\u00a6CALL\u00a6 LENGTH",
                "100\u00a6CALL\u00a6[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "10\u00a6CALL\\nWRITE\u00a6[get_weather{\"city\":\"Paris\"}] LENGTH",
                "40\u00a6CALL\\nWRITE\u00a6[get_weather{\"city\":\"Paris\"}][write-file{\"text\":\"a b c\"}] TOOL_CALLS",
                "3\u00a6one two three\\nCALL\u00a6one two three LENGTH",
                "2\u00a6one two three\\nCALL\u00a6one two LENGTH",
                "8\u00a6one two three\\nCALL\u00a6one two three LENGTH",
                "40\u00a6one two three\\nCALL\u00a6one two three[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "10\u00a6<think>one two three four five six seven eight nine ten eleven</think>CALL"
                        + "\u00a6{one two three four five six seven eight nine ten eleven}[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "1\u00a6CALL\u00a6 LENGTH",
            })
    void countsTheTokensOfCalls(int maxTokens, String said, String expected) {
        // tokens are counted by deltas, so that the place of the cut depends on them a little
        String text = said.replace("CALL", CALL).replace("WRITE", WRITE).replace("\\n", "\n");
        Conversation conversation = conversation(Tools.BOTH, OutputFormat.TEXT, maxTokens, HI);

        assertThat(given(conversation, false, List.of(text)))
                .isEqualTo(expected.equals("LENGTH") ? " LENGTH" : expected);
    }

    @Test
    void endsACallThatIsMuchTooLong() {
        AnswerAssembler composer = new AnswerAssembler(
                conversation(Tools.BOTH, OutputFormat.TEXT, 10, HI), false, false, ToolCallLimits.DEFAULTS, part -> {});
        composer.say("<tool_call>{\"name\":\"write-file\",\"arguments\":{\"text\":\"");
        int said = 0;
        while (!composer.over() && said < 10_000) {
            composer.say("word ");
            said++;
        }

        assertThat(said).isLessThan(300);
        assertThat(composer.conclude()).isNull();
        assertThat(composer.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(composer.turn().toolCalls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "{\"a\":1}\u00a6{\"a\":1} STOP",
                "<think>so</think>\\n{\"a\":1}\u00a6{so}{\"a\":1} STOP",
                "so it is.</think>\\n{\"a\":1}\u00a6{so it is.}{\"a\":1} STOP",
                "perhaps {\"a\":2}? No.\\n</think>\\n{\"a\":1}\u00a6{perhaps {\"a\":2}? No.}{\"a\":1} STOP",
                "{\"a\":\"<think>b</think>\"}\u00a6{\"a\":\"<think>b</think>\"} STOP",
                "<think>so</think>{\"a\":\"b</think>\"}\u00a6{so}{\"a\":\"b</think>\"} STOP",
                "Sure: {\"a\":1,}\u00a6{\"a\":1} STOP",
                "<think>{\"a\":1}\u00a6{{\"a\":1}} UNFIT The model's answer does not have the form that was asked for:"
                        + " it is not valid JSON, or not JSON alone",
            })
    void tellsThinkingFromJson(String said, String expected) {
        gives(conversation(Toolset.NONE, OutputFormat.JSON_OBJECT, null, HI), false, said, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "so it is.</think>CALL\u00a6{so it is.}[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "CALL or not.</think>CALL\u00a6[get_weather{\"city\":\"Paris\"}] TOOL_CALLS",
                "words\u00a6UNFIT The model did not call at least one of the tools",
            })
    void tellsThinkingFromARequiredCall(String said, String expected) {
        gives(
                conversation(REQUIRED, OutputFormat.TEXT, null, HI),
                false,
                said,
                expected.startsWith("UNFIT") ? " " + expected : expected);
    }

    @Test
    void leavesArgumentsThatDoNotFitToToolsWithoutStrict() {
        String said = "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":[1]}}</tool_call>";
        Tool strict = new Tool("get_weather", null, Tools.WEATHER.parameters(), true);
        Toolset strictOnly = new Toolset(List.of(strict), ToolChoice.AUTO, true);
        String unfit = " UNFIT The model's arguments for the tool get_weather do not fit its parameters: "
                + "/city: array found, string expected";

        gives(conversation(Tools.BOTH, OutputFormat.TEXT, null, HI), false, said, unfit);
        gives(
                conversation(Tools.BOTH, OutputFormat.TEXT, null, HI),
                true,
                said,
                "[get_weather{\"city\":[1]}] TOOL_CALLS");
        gives(conversation(strictOnly, OutputFormat.TEXT, null, HI), false, said, unfit);
        gives(conversation(strictOnly, OutputFormat.TEXT, null, HI), true, said, unfit);
    }

    @Test
    void leavesTagsThatTheCallerAskedFor() {
        Conversation asked = conversation(
                Toolset.NONE,
                OutputFormat.TEXT,
                null,
                Turn.of(Turn.Role.USER, "Answer with <reasoning> and <answer> tags."));

        gives(
                asked,
                false,
                "<reasoning>a</reasoning><answer>b</answer>",
                "<reasoning>a</reasoning><answer>b</answer> STOP");
        gives(asked, false, "<think>a</think><answer>b</answer>", "{a}<answer>b</answer> STOP");
    }
}
