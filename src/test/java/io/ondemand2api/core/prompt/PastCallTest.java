package io.ondemand2api.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.toolcall.ToolCallReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastCallTest {

    private static String written(CallForm form, String arguments) {
        StringBuilder text = new StringBuilder();
        List<String> pieces = new ArrayList<>();
        PastCall.append(new ToolCall("call_1", "get_weather", arguments), form, text, pieces);
        return String.join("", pieces) + text;
    }

    @Test
    void eachFormLooksAsItsModelsWriteIt() {
        String arguments = "{\"city\":\"Paris\",\"days\":2,\"tags\":[ \"a\" , {\"b\":null} ]}";

        assertThat(written(CallForm.HERMES, arguments))
                .isEqualTo("<tool_call>{\"id\":\"call_1\",\"name\":\"get_weather\",\"arguments\":" + arguments
                        + "}</tool_call>");
        assertThat(written(CallForm.QWEN, arguments)).isEqualTo("""
                <tool_call id="call_1">
                <function=get_weather>
                <parameter=city>
                Paris
                </parameter>
                <parameter=days>
                2
                </parameter>
                <parameter=tags>
                [ "a" , {"b":null} ]
                </parameter>
                </function>
                </tool_call>""");
        assertThat(written(CallForm.GLM, arguments)).isEqualTo("""
                <tool_call id="call_1">get_weather
                <arg_key>city</arg_key>
                <arg_value>Paris</arg_value>
                <arg_key>days</arg_key>
                <arg_value>2</arg_value>
                <arg_key>tags</arg_key>
                <arg_value>[ "a" , {"b":null} ]</arg_value>
                </tool_call>""");
        assertThat(written(CallForm.CLAUDE, arguments)).isEqualTo("""
                <function_calls>
                <invoke name="get_weather" id="call_1">
                <parameter name="city">Paris</parameter>
                <parameter name="days">2</parameter>
                <parameter name="tags">[ "a" , {"b":null} ]</parameter>
                </invoke>
                </function_calls>""");
    }

    /** Models imitate what they see, ids included. */
    @ParameterizedTest
    @EnumSource
    void whatIsShownIsReadAsTheSameCall(CallForm form) {
        for (String arguments : List.of(
                "{\"city\":\"Paris\",\"days\":2,\"tags\":[\"a\",\"b\"]}",
                "{\"city\":\"C:\\\\new\\\\t <b> &amp; \\\"it\\\" 100%s\"}",
                "{\"city\":\"one\\ntwo\\n\\n  three\"}",
                "{\"city\":\"{\\\"a\\\": 1}\",\"days\":-3}",
                "{\"city\":\"true\"}",
                "{\"city\":\"\"}",
                "{\"city\":\"ends with </parameter> and </arg_value>\"}")) {
            ToolCallReader reader = new ToolCallReader(Tools.BOTH);

            assertThat(reader.pass(written(form, arguments)) + reader.rest())
                    .as(arguments)
                    .isEmpty();
            assertThat(reader.calls()).as(arguments).hasSize(1);
            assertThat(reader.calls().get(0).arguments()).isEqualTo(arguments);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallWithoutArgumentsIsReadAsOne(CallForm form) {
        for (String arguments : List.of("{}", "", " ")) {
            ToolCallReader reader = new ToolCallReader(Tools.BOTH);
            reader.pass(written(form, arguments));
            reader.rest();

            assertThat(reader.calls()).hasSize(1);
            assertThat(reader.calls().get(0).arguments()).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "not JSON",
                "{\"city\":\"Paris\"",
                "{\"city\":\"Paris\"} and more",
                "{\"a b\":1}",
                "{\"\":1}",
                "{\"city\":1,\"city\":2}",
                "{\"city\":\"</parameter></arg_value>\"}",
                "{\"tags\":[\"</parameter></arg_value>\"]}"
            })
    void whatElementsCannotHoldIsShownAsJson(String arguments) {
        for (CallForm form : CallForm.values()) {
            assertThat(written(form, arguments)).isEqualTo(written(CallForm.HERMES, arguments));
        }
    }
}
