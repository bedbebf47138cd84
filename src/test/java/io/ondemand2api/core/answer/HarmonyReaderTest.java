package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Splits;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class HarmonyReaderTest {

    private static final String CALL = "<|start|>assistant<|channel|>commentary to=functions.get_weather "
            + "<|constrain|>json<|message|>{\"city\":\"Paris\"}<|call|>";

    /** The words, the thinking, the text, the calls. */
    static final List<Arguments> ANSWERS = List.of(
            Arguments.of(
                    "<|channel|>analysis<|message|>Hm.<|end|>" + CALL, "Hm.", "", "get_weather{\"city\":\"Paris\"}"),
            Arguments.of(
                    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Sunny.<|return|>",
                    "Hm.",
                    "Sunny.",
                    ""),
            Arguments.of(
                    "<|channel|>commentary<|message|>I look.<|end|>" + CALL,
                    "",
                    "I look.",
                    "get_weather{\"city\":\"Paris\"}"),
            Arguments.of(
                    "<|channel|>analysis<|message|>A call: " + CALL.replace("<|start|>assistant", "") + "<|end|>",
                    "A call: ",
                    "",
                    "get_weather{\"city\":\"Paris\"}"),
            Arguments.of(
                    "<|start|>assistant<|channel|>commentary to=functions.get_weather<|channel|>commentary "
                            + "<|constrain|>json<|message|>{\"city\":\"Paris\"}<|call|>",
                    "",
                    "",
                    "get_weather{\"city\":\"Paris\"}"),
            Arguments.of("<|start|>assistant<|start|>user<|end|>x", "", "<|start|>assistant<|start|>userx", ""),
            Arguments.of("<|channel|>thought\nHm.", "", "<|channel|>thought\nHm.", ""),
            Arguments.of(
                    "<|channel|>final<|message|>a<|channel|><|channel|><|channel|>b",
                    "",
                    "a<|channel|><|channel|><|channel|>b",
                    ""),
            Arguments.of("<|channel|>analysis<|message|>Never ended", "Never ended", "", ""),
            Arguments.of("<|channel|>final<|message|>a < b <| c", "", "a < b <| c", ""),
            Arguments.of(
                    "The mark <|channel|>analysis<|message|> is Harmony's.",
                    "",
                    "The mark <|channel|>analysis<|message|> is Harmony's.",
                    ""),
            Arguments.of("<|chan is no mark", "", "<|chan is no mark", ""),
            Arguments.of("Plain.", "", "Plain.", ""));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void tellsThinkingFromWordsAndCallsHoweverTheyAreCut(String said, String thinking, String text, String calls) {
        for (List<String> deltas : Splits.of(said)) {
            StringBuilder thought = new StringBuilder();
            AnswerAssembler answer =
                    new AnswerAssembler(conversation(Tools.BOTH), false, false, ToolCallLimits.DEFAULTS, part -> {
                        if (part instanceof AnswerPart.Thinking thinks) {
                            thought.append(thinks.delta());
                        }
                    });
            deltas.forEach(answer::say);

            assertThat(answer.conclude()).as("%s", deltas).isNull();
            assertThat(thought).as("%s", deltas).hasToString(thinking);
            assertThat(answer.text()).as("%s", deltas).isEqualTo(text);
            assertThat(told(answer.turn().toolCalls())).as("%s", deltas).isEqualTo(calls);
        }
    }

    private static String told(List<ToolCall> calls) {
        return calls.stream().map(call -> call.name() + call.arguments()).collect(Collectors.joining());
    }

    private static Conversation conversation(Toolset tools) {
        Turn hi = Turn.of(Turn.Role.USER, "hi");
        return new Conversation("m", "", List.of(hi), Sampling.UNSET, null, List.of(), null, tools, OutputFormat.TEXT);
    }
}
