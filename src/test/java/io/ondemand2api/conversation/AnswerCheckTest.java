package io.ondemand2api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {

    private static final OutputFormat CITY = new OutputFormat.Schema(
            "city",
            null,
            Tools.schema("{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}"),
            true);

    @Test
    void findsPlainAnswersInOrder() {
        assertThat(repair(Toolset.NONE, OutputFormat.TEXT, "")).isNull();
        assertThat(repair(Tools.BOTH, OutputFormat.TEXT, "words")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "null",
            value = {
                "get_weather | {\"city\":\"Paris\"} | null",
                "get_weather | {} | the whole: required property 'city' not found",
                "get_weather | {\"city\":1} | /city: integer found, string expected",
                "get_weather | [] | they are not a JSON object",
                "get_weather | \"Paris\" | they are not a JSON object",
                "get_weather | {\"city\": | they are not a JSON object",
                "write-file | {\"anything\":1} | null",
                "write-file | 1 | they are not a JSON object",
            })
    void checksArguments(String name, String arguments, String complaint) {
        ToolCall call = new ToolCall("call_1", name, arguments);

        assertThat(AnswerCheck.complaint(Tools.BOTH, call)).isEqualTo(complaint);
        String repair = repair(Tools.BOTH, CITY, "not JSON", call);
        if (complaint == null) {
            assertThat(repair).isNull();
        } else {
            assertThat(repair).startsWith("Your call of " + name + " ").contains(complaint);
        }
    }

    @Test
    void missesACallThatWasRequired() {
        List<Tool> tools = List.of(Tools.WEATHER, Tools.WRITE);

        assertThat(repair(new Toolset(tools, ToolChoice.REQUIRED, true), OutputFormat.TEXT, "words"))
                .contains("must call at least one of the tools");
        assertThat(repair(new Toolset(tools, ToolChoice.named("write-file"), true), OutputFormat.TEXT, "words"))
                .contains("must call the tool write-file");
        assertThat(repair(
                        new Toolset(tools, ToolChoice.REQUIRED, true),
                        OutputFormat.TEXT,
                        "",
                        new ToolCall("call_1", "write-file", "{}")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "null",
            value = {
                "{\"city\":\"Paris\"} | {\"city\":\"Paris\"} | null",
                "\\n```json\\n{\"city\":\"Paris\"}\\n```\\n | {\"city\":\"Paris\"} | null",
                "```\\n{\"city\":\"```\"}\\n``` | {\"city\":\"```\"} | null",
                "```json {\"city\":\"Paris\"}``` | ```json {\"city\":\"Paris\"}``` | it is not valid JSON, or not JSON alone",
                "{\"city\":1} | {\"city\":1} | /city: integer found, string expected",
                "Sure: {\"city\":\"Paris\"} | Sure: {\"city\":\"Paris\"} | it is not valid JSON, or not JSON alone",
                "{\"city\":\"Paris\"}{} | {\"city\":\"Paris\"}{} | it is not valid JSON, or not JSON alone",
                "`` | `` | it is not valid JSON, or not JSON alone",
                "``` | ``` | it is not valid JSON, or not JSON alone",
                "```\\n``` | ~~ | it is not valid JSON, or not JSON alone",
                "{\"city\":1e999999999} | {\"city\":1e999999999} | /city: number found, string expected",
            })
    void judgesJsonAnswersAndTakesTheFenceOff(String answer, String text, String complaint) {
        JsonAnswer judged = JsonAnswer.of(CITY, answer.replace("\\n", "\n"));

        assertThat(judged).isEqualTo(new JsonAnswer(text, complaint));
        String repair = repair(Toolset.NONE, CITY, answer.replace("\\n", "\n"));
        assertThat(repair == null).isEqualTo(complaint == null);
    }

    @Test
    void wantsAnObjectWhereNoSchemaSaysMore() {
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "{}")).isNull();
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "[]")).contains("it is not a JSON object");
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "{".repeat(100_000)))
                .contains("not valid JSON");
    }

    @Test
    void leavesPlainTextAlone() {
        assertThat(JsonAnswer.of(OutputFormat.TEXT, " ```json\n{}\n``` "))
                .isEqualTo(new JsonAnswer(" ```json\n{}\n``` ", null));
    }

    private static String repair(Toolset tools, OutputFormat format, String text, ToolCall... calls) {
        Conversation conversation = new Conversation(
                "m", "", List.of(Turn.of(Turn.Role.USER, "hi")), Sampling.UNSET, null, List.of(), null, tools, format);
        return AnswerCheck.repair(conversation, text, List.of(calls));
    }
}
