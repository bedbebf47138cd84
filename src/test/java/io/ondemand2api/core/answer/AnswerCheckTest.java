package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
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
    void checksArguments(String name, String arguments, String problem) {
        ToolCall call = new ToolCall("call_1", name, arguments);

        assertThat(AnswerCheck.problem(Tools.BOTH, call)).isEqualTo(problem);
        String repair = repair(Tools.BOTH, CITY, "not JSON", call);
        if (problem == null) {
            assertThat(repair).isNull();
        } else {
            assertThat(repair).startsWith("Your call of " + name + " ").contains(problem);
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

    @Test
    void asksForJsonThatFits() {
        assertThat(repair(Toolset.NONE, CITY, "{\"city\":\"Paris\"}")).isNull();
        assertThat(repair(Toolset.NONE, CITY, "{\"city\":1}")).contains("/city: integer found, string expected");
        assertThat(repair(Toolset.NONE, CITY, "Paris")).contains("it is not valid JSON");
    }

    @Test
    void wantsAnObjectWhereNoSchemaSaysMore() {
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "{}")).isNull();
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "[]")).contains("it is not a JSON object");
        assertThat(repair(Toolset.NONE, OutputFormat.JSON_OBJECT, "{".repeat(100_000)))
                .contains("not valid JSON");
    }

    private static String repair(Toolset tools, OutputFormat format, String text, ToolCall... calls) {
        Conversation conversation = new Conversation(
                "m", "", List.of(Turn.of(Turn.Role.USER, "hi")), Sampling.UNSET, null, List.of(), null, tools, format);
        UnfitAnswer unfit = AnswerCheck.unfit(conversation, text, List.of(calls), false);
        return unfit == null ? null : unfit.repair();
    }
}
