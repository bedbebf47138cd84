package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentConversionsTest {

    private static String fitted(String properties, boolean strict, String arguments) {
        String schema = "{'type':'object','properties':{" + properties + "},'required':['r']}";
        Tool tool = new Tool("f", null, Tools.schema(schema), strict);
        return ArgumentConversions.fitted(tool, new ToolCall("call_1", "f", arguments))
                .arguments();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\": \"2\"} \u00a6 {\"r\":1,\"d\": 2}",
                "'d':{'type':'integer'} \u00a6 {\"d\":\"-7\" , \"r\":1} \u00a6 {\"d\":-7 , \"r\":1}",
                "'d':{'type':'number'} \u00a6 {\"r\":1,\"d\":\"2.50e3\"} \u00a6 {\"r\":1,\"d\":2.50e3}",
                "'d':{'type':['integer','null']} \u00a6 {\"r\":1,\"d\":\"2\"} \u00a6 {\"r\":1,\"d\":2}",
                "'d':{'anyOf':[{'type':'integer'},{'type':'null'}]} \u00a6 {\"r\":1,\"d\":\"2\"} \u00a6 {\"r\":1,\"d\":2}",
                "'d':{'anyOf':[{'type':'integer'},{'type':'null'}]} \u00a6 {\"r\":1,\"d\":\"null\"} \u00a6 {\"r\":1,\"d\":null}",
                "'d':{'enum':[1,2,3]} \u00a6 {\"r\":1,\"d\":\"2\"} \u00a6 {\"r\":1,\"d\":2}",
                "'d':{'enum':['1','2']} \u00a6 {\"r\":1,\"d\":2} \u00a6 {\"r\":1,\"d\":\"2\"}",
                "'d':{'type':'boolean'} \u00a6 {\"r\":1,\"d\":\"true\"} \u00a6 {\"r\":1,\"d\":true}",
                "'d':{'type':'boolean'} \u00a6 {\"r\":1,\"d\":\"False\"} \u00a6 {\"r\":1,\"d\":false}",
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":8001} \u00a6 {\"r\":1,\"d\":\"8001\"}",
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":1.50} \u00a6 {\"r\":1,\"d\":\"1.50\"}",
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":12345678901234567890123} \u00a6 {\"r\":1,\"d\":\"12345678901234567890123\"}",
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":true} \u00a6 {\"r\":1,\"d\":\"true\"}",
                "'d':{'type':'array','items':{'type':'string'}} \u00a6 {\"r\":1,\"d\":\"[\\\"a\\\", \\\"b\\\"]\"} \u00a6 {\"r\":1,\"d\":[\"a\", \"b\"]}",
                "'d':{'type':'array','items':{'type':'integer'}} \u00a6 {\"r\":1,\"d\":\"[\\\"1\\\"]\"} \u00a6 {\"r\":1,\"d\":[1]}",
                "'d':{'type':'array','items':{'type':'integer'}} \u00a6 {\"r\":1,\"d\":[1,\"2\",\"3\"]} \u00a6 {\"r\":1,\"d\":[1,2,3]}",
                "'d':{'type':'object'} \u00a6 {\"r\":1,\"d\":\"{\\\"a\\\":1.0}\"} \u00a6 {\"r\":1,\"d\":{\"a\":1.0}}",
                "'d':{'type':'array','items':{'type':'object'}} \u00a6 {\"r\":1,\"d\":{\"a\":1}} \u00a6 {\"r\":1,\"d\":[{\"a\":1}]}",
                "'d':{'type':'object','properties':{'x/y':{'type':'integer'}}} \u00a6 {\"r\":1,\"d\":{\"x/y\":\"2\"}} \u00a6 {\"r\":1,\"d\":{\"x/y\":2}}",
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":null} \u00a6 {\"r\":1}",
                "'d':{'type':'string'} \u00a6 {\"d\":null, \"r\":1} \u00a6 {\"r\":1}",
                "'d':{'type':'string'},'e':{'type':'integer'} \u00a6 {\"r\":\"\\\\d\", \"d\" : null , \"e\":\"5\"} \u00a6 {\"r\":\"\\\\d\", \"e\":5}",
                "'d':{'type':'integer'},'e':{'type':'boolean'} \u00a6 {\"r\":1,\"d\":\"2\",\"e\":\"x\"} \u00a6 {\"r\":1,\"d\":2,\"e\":\"x\"}",
            })
    void convertsWhatCanOnlyMeanOneThing(String properties, String arguments, String expected) {
        assertThat(fitted(properties, false, arguments)).isEqualTo(expected);
        assertThat(fitted(properties, false, expected)).isEqualTo(expected);
        assertThat(fitted(properties, true, arguments)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "'d':{'type':'string'} \u00a6 {\"r\":1,\"d\":\"2\"}",
                "'d':{'type':'string','nullable':true} \u00a6 {\"r\":1,\"d\":null}",
                "'d':{'type':['string','null']} \u00a6 {\"r\":1,\"d\":null}",
                "'d':{'type':['string','integer']} \u00a6 {\"r\":1,\"d\":\"2\"}",
                "'d':{} \u00a6 {\"r\":1,\"d\":\"2\"}",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":\"02\"}",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":\"2.5\"}",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":\"two\"}",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":\"\"}",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":2.5}",
                "'d':{'type':'integer','maximum':5} \u00a6 {\"r\":1,\"d\":\"6\"}",
                "'d':{'type':'boolean'} \u00a6 {\"r\":1,\"d\":1}",
                "'d':{'type':'boolean'} \u00a6 {\"r\":1,\"d\":\"yes\"}",
                "'d':{'type':'array','items':{'type':'string'}} \u00a6 {\"r\":1,\"d\":\"a,b\"}",
                "'d':{'type':'array','items':{'type':'string'}} \u00a6 {\"r\":1,\"d\":\"a\"}",
                "'d':{'type':'array','items':{'type':'string'}} \u00a6 {\"r\":1,\"d\":[null]}",
                "'d':{'type':'string','maxLength':5} \u00a6 {\"r\":1,\"d\":\"abcdefgh\"}",
                "'d':{'enum':['celsius']} \u00a6 {\"r\":1,\"d\":\"Celsius\"}",
                "'r':{'type':'string'} \u00a6 {\"r\":null}",
                "'d':{'type':'integer'} \u00a6 {\"d\":2}",
                "'d':{'type':'integer'} \u00a6 [\"2\"]",
                "'d':{'type':'integer'} \u00a6 {\"r\":1,\"d\":\"2\"",
            })
    void leavesEverythingElse(String properties, String arguments) {
        assertThat(fitted(properties, false, arguments)).isEqualTo(arguments);
    }

    @Test
    void convertsTheValueThatCountsWhereAKeyIsRepeated() {
        assertThat(fitted("'d':{'type':'integer'}", false, "{\"r\":1,\"d\":\"1\",\"d\":\"2\"}"))
                .isEqualTo("{\"r\":1,\"d\":\"1\",\"d\":2}");
    }

    @Test
    void convertsNothingWithoutASchema() {
        ToolCall call = new ToolCall("call_1", "write-file", "{\"a\":\"1\"}");

        assertThat(ArgumentConversions.fitted(Tools.WRITE, call)).isSameAs(call);
        assertThat(ArgumentConversions.fitted(null, call)).isSameAs(call);
    }
}
