package io.ondemand2api.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.toolcall.ToolCallReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolPromptTest {

    private static final Turn HI = Turn.of(Turn.Role.USER, "hi");
    private static final ToolCall CALL = new ToolCall("call_1", "get_weather", "{\"city\":\"Paris\"}");

    @Test
    void teachesNothingWhenNothingIsAsked() {
        assertThat(ToolPrompt.instructions(conversation("", Toolset.NONE, OutputFormat.TEXT, HI)))
                .isEmpty();
        assertThat(ToolPrompt.instructions(conversation("Be kind.", Toolset.NONE, OutputFormat.TEXT, HI)))
                .isEqualTo("Be kind.");
    }

    @Test
    void listsTheToolsAfterTheCallersInstructions() {
        Tool tool = new Tool("say", "Says \"it\"\nloud", Tools.schema("{'type':'object'}"), false);
        String taught = taught(new Toolset(List.of(tool, Tools.WRITE), ToolChoice.AUTO, true));

        assertThat(taught)
                .startsWith("Be kind.\n\n# Tools\n")
                .contains(
                        "\n{\"name\":\"say\",\"description\":\"Says \\\"it\\\"\\nloud\",\"parameters\":{\"type\":\"object\"}}\n"
                                + "{\"name\":\"write-file\",\"parameters\":{\"type\":\"object\"}}\n</tools>")
                .contains("one after the other")
                .contains("just answer")
                .doesNotContain("must call");
    }

    @Test
    void saysWhatMustBeCalledAndHowOften() {
        List<Tool> tools = List.of(Tools.WEATHER, Tools.WRITE);

        assertThat(taught(new Toolset(tools, ToolChoice.REQUIRED, false)))
                .contains("must call at least one tool")
                .contains("at most one call")
                .doesNotContain("one after the other")
                .doesNotContain("just answer");
        assertThat(taught(new Toolset(tools, ToolChoice.named("write-file"), true)))
                .contains("must call write-file")
                .doesNotContain("get_weather");
    }

    @Test
    void teachesWhatTheReaderReadsAndTheTranscriptWrites() {
        String transcript = Transcript.of(
                List.of(HI, calling(""), new Turn(Turn.Role.TOOL, "get_weather", "x", List.of(), "call_1")),
                CallForm.HERMES);
        String past = transcript
                .lines()
                .filter(line -> line.startsWith("<tool_call>"))
                .findFirst()
                .orElseThrow();
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);

        assertThat(reader.pass(past) + reader.rest()).isEmpty();
        assertThat(reader.calls()).hasSize(1);
        assertThat(reader.calls().get(0).arguments()).isEqualTo(CALL.arguments());
        assertThat(taught(Tools.BOTH)).contains("\n<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>\n");
    }

    @Test
    void writesPastCallsWithoutBlankLinesBeforeThem() {
        assertThat(Transcript.of(List.of(HI, calling(""), HI), CallForm.HERMES))
                .contains(" ===\n<tool_call>{")
                .doesNotContain("\n\n<tool_call>");
        assertThat(Transcript.of(List.of(HI, calling("So:"), HI), CallForm.HERMES))
                .contains("So:\n<tool_call>{");
    }

    @Test
    void stopsCallsThatTheHistoryWouldLeadTo() {
        assertThat(ToolPrompt.instructions(conversation("", Toolset.NONE, OutputFormat.TEXT, HI, calling(""), HI)))
                .contains("No tool can be called any more");
    }

    @Test
    void asksForJsonWithAndWithoutASchema() {
        assertThat(ToolPrompt.instructions(conversation("", Toolset.NONE, OutputFormat.JSON_OBJECT, HI)))
                .startsWith("# Form of the answer\n\nAnswer with one JSON object.\n")
                .contains("nothing else");
        OutputFormat schema = new OutputFormat.Schema("x", "A city", Tools.schema("{'type':'object'}"), true);
        assertThat(ToolPrompt.instructions(conversation("Be kind.", Tools.BOTH, schema, HI)))
                .contains(
                        "\n\nWhen you do not call a tool, answer with one JSON value that is valid against this JSON Schema (A city):\n{\"type\":\"object\"}\n");
    }

    private static String taught(Toolset tools) {
        return ToolPrompt.instructions(conversation("Be kind.", tools, OutputFormat.TEXT, HI));
    }

    private static Turn calling(String text) {
        return new Turn(Turn.Role.ASSISTANT, null, text, List.of(CALL), null);
    }

    private static Conversation conversation(String instructions, Toolset tools, OutputFormat format, Turn... turns) {
        return new Conversation(
                "m", instructions, List.of(turns), Sampling.UNSET, null, List.of(), null, tools, format);
    }
}
