package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools, functions and forms of the answer, as callers declare them and as they get them wrong. */
class ToolRequestsTest {

    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'f'}},{'type':'function','function':{'name':'g-1_A'}}],";
    private static final String FUNCTIONS = "'functions':[{'name':'f'},{'name':'g'}],";

    @Test
    void readsATool() throws Exception {
        Toolset tools = tools(
                "'tools':[{'type':'function','x':1,'function':{'name':'get_weather','description':'Looks','strict':true,"
                        + "'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}]");

        Tool tool = tools.tools().get(0);
        assertThat(tool.name()).isEqualTo("get_weather");
        assertThat(tool.description()).isEqualTo("Looks");
        assertThat(tool.strict()).isTrue();
        assertThat(tool.parameters())
                .hasToString("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        assertThat(tools.choice()).isEqualTo(ToolChoice.AUTO);
        assertThat(tools.parallel()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'f'}",
                "{'name':'f','description':null,'parameters':null,'strict':null}",
                "{'name':'f','parameters':{},'strict':false}",
            })
    void takesAFunctionWithoutParameters(String function) throws Exception {
        Toolset tools = tools("'tools':[{'type':'function','function':" + function + "}]");

        assertThat(tools.tools()).containsExactly(new Tool("f", null, null, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tool_choice':'auto' | AUTO | f,g-1_A | true",
                "'tool_choice':null,'parallel_tool_calls':null | AUTO | f,g-1_A | true",
                "'parallel_tool_calls':true | AUTO | f,g-1_A | true",
                "'parallel_tool_calls':false | AUTO | f,g-1_A | false",
                "'tool_choice':'required' | REQUIRED | f,g-1_A | true",
                "'tool_choice':{'type':'function','function':{'name':'g-1_A'}} | NAMED | g-1_A | true",
                "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'g-1_A'}}]}} | AUTO | g-1_A | true",
                "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'f'}},{'type':'function','function':{'name':'f'}}]}} | REQUIRED | f | true",
                "'tool_choice':'none' | NONE | `` | true",
                "'functions':[{'name':'x'}],'function_call':'none' | AUTO | f,g-1_A | true",
            })
    void offersWhatTheChoiceLeavesOpen(String choice, ToolChoice.Mode mode, String offered, boolean parallel)
            throws Exception {
        ChatCompletionRequest request = Requests.read(Requests.with(TOOLS + choice));
        Toolset tools = request.conversation().tools();

        assertThat(tools.choice().mode()).isEqualTo(mode);
        assertThat(names(tools)).isEqualTo(offered);
        assertThat(tools.parallel()).isEqualTo(parallel);
        assertThat(request.callForm()).isEqualTo(ToolCallForm.TOOL_CALLS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'function_call':null | AUTO | f,g",
                "'function_call':'auto' | AUTO | f,g",
                "'function_call':{'name':'g'} | NAMED | g",
            })
    void readsFunctionsOfTheOldFormAsToolsOfWhichOneMayBeCalled(String choice, ToolChoice.Mode mode, String offered)
            throws Exception {
        ChatCompletionRequest request = Requests.read(Requests.with(FUNCTIONS + choice));
        Toolset tools = request.conversation().tools();

        assertThat(tools.choice().mode()).isEqualTo(mode);
        assertThat(names(tools)).isEqualTo(offered);
        assertThat(tools.parallel()).isFalse();
        assertThat(request.callForm()).isEqualTo(ToolCallForm.FUNCTION_CALL);
    }

    @Test
    void makesAWriterOfTheFormAndKindAskedFor() throws Exception {
        CompletionIdentity identity = new CompletionIdentity("i", "m", 1);

        assertThat(Requests.read(Requests.with("")).writer(identity)).isInstanceOf(ChatCompletionObject.class);
        assertThat(Requests.read(Requests.with("'stream':true")).writer(identity))
                .isInstanceOf(ChatCompletionChunks.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "'tools':[1] | Invalid type for 'tools[0]': expected an object, but got an integer instead. | invalid_type | tools[0]",
                "'tools':[{}],'tool_choice':'auto' | Missing required parameter: 'tools[0].type'. | missing_required_parameter | tools[0].type",
                "'tools':[{'type':'function'}] | Missing required parameter: 'tools[0].function'. | missing_required_parameter | tools[0].function",
                "'tools':[{'type':'function'}],'tool_choice':'none' | Missing required parameter: 'tools[0].function'. | missing_required_parameter | tools[0].function",
                "'tools':[{'type':'function','function':{}}] | Missing required parameter: 'tools[0].function.name'. | missing_required_parameter | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':''}}] | Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'. | invalid_value | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'a b'}}] | Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'. | invalid_value | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcde'}}] | Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 65 instead. | string_above_max_length | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'f','description':1}}] | Invalid type for 'tools[0].function.description': expected a string, but got an integer instead. | invalid_type | tools[0].function.description",
                "'tools':[{'type':'function','function':{'name':'f','strict':1}}] | Invalid type for 'tools[0].function.strict': expected a boolean, but got an integer instead. | invalid_type | tools[0].function.strict",
                "'tools':[{'type':'function','function':{'name':'f','parameters':'x'}}] | Invalid type for 'tools[0].function.parameters': expected an object, but got a string instead. | invalid_type | tools[0].function.parameters",
                "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'string'}}}] | Invalid schema for function 'f': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"string\"'. | invalid_function_parameters | tools[0].function.parameters",
                "'tools':[{'type':'function','function':{'name':'f','parameters':{'$ref':'http://127.0.0.1/'}}}] | Invalid schema for function 'f': it refers to what it does not hold. | invalid_function_parameters | tools[0].function.parameters",
                "'functions':[{'name':'f','parameters':{'$ref':'#'}}] | Invalid schema for function 'f': it refers to itself without end. | invalid_function_parameters | functions[0].parameters",
                "'tools':[{'type':'custom','custom':{'name':'f'}}] | Unsupported value: 'tools[0].type' does not support 'custom' with this model. Only 'function' is supported. | unsupported_value | tools[0].type",
                "'tools':[{'type':'web_search'}] | Invalid value: 'web_search'. Supported values are: 'function' and 'custom'. | invalid_value | tools[0].type",
                "'functions':[{}] | Missing required parameter: 'functions[0].name'. | missing_required_parameter | functions[0].name",
                "'functions':{} | Invalid type for 'functions': expected an array of objects, but got an object instead. | invalid_type | functions",
                "'tools':[],'tool_choice':'required' | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified. | null | tool_choice",
                "'tool_choice':{'type':'function','function':{'name':'f'}} | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified. | null | tool_choice",
                "'tool_choice':'maybe' | Invalid value: 'maybe'. Supported values are: 'none', 'auto', and 'required'. | invalid_value | tool_choice",
                "'tool_choice':3 | Invalid type for 'tool_choice': expected one of a string or an object, but got an integer instead. | invalid_type | tool_choice",
                "'function_call':'required' | Invalid value: 'required'. Supported values are: 'none' and 'auto'. | invalid_value | function_call",
                "'parallel_tool_calls':'no' | Invalid type for 'parallel_tool_calls': expected a boolean, but got a string instead. | invalid_type | parallel_tool_calls",
            })
    void refusesTools(String fields, String message, String code, String param) {
        check(Requests.with(fields), message, code, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "{} | Missing required parameter: 'tool_choice.type'. | missing_required_parameter | tool_choice.type",
                "{'type':'function'} | Missing required parameter: 'tool_choice.function'. | missing_required_parameter | tool_choice.function",
                "{'type':'function','function':{}} | Missing required parameter: 'tool_choice.function.name'. | missing_required_parameter | tool_choice.function.name",
                "{'type':'function','function':{'name':'x'}} | Invalid value for 'tool_choice': 'x' is not found in 'tools'. | invalid_value | tool_choice",
                "{'type':'custom','custom':{'name':'f'}} | Unsupported value: 'tool_choice.type' does not support 'custom' with this model. Only 'function' is supported. | unsupported_value | tool_choice.type",
                "{'type':'any'} | Invalid value: 'any'. Supported values are: 'function', 'allowed_tools', and 'custom'. | invalid_value | tool_choice.type",
                "{'type':'allowed_tools'} | Missing required parameter: 'tool_choice.allowed_tools'. | missing_required_parameter | tool_choice.allowed_tools",
                "{'type':'allowed_tools','allowed_tools':{'mode':'none'}} | Invalid value: 'none'. Supported values are: 'auto' and 'required'. | invalid_value | tool_choice.allowed_tools.mode",
                "{'type':'allowed_tools','allowed_tools':{'mode':'auto'}} | Missing required parameter: 'tool_choice.allowed_tools.tools'. | missing_required_parameter | tool_choice.allowed_tools.tools",
                "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}} | Invalid 'tool_choice.allowed_tools.tools': empty array. Expected an array with minimum length 1, but got an empty array instead. | empty_array | tool_choice.allowed_tools.tools",
                "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'mcp'}]}} | Invalid value: 'mcp'. Supported values are: 'function'. | invalid_value | tool_choice.allowed_tools.tools[0].type",
                "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'x'}}]}} | Invalid value for 'tool_choice': 'x' is not found in 'tools'. | invalid_value | tool_choice",
            })
    void refusesChoices(String choice, String message, String code, String param) {
        check(Requests.with(TOOLS + "'tool_choice':" + choice), message, code, param);
    }

    @Test
    void refusesAFunctionThatIsNotThere() {
        check(
                Requests.with(FUNCTIONS + "'function_call':{'name':'x'}"),
                "Invalid value for 'function_call': 'x' is not found in 'functions'.",
                "invalid_value",
                "function_call");
    }

    @Test
    void takesManyToolsButNotTooMany() throws Exception {
        assertThat(tools(many(128)).tools()).hasSize(128);
        check(
                Requests.with(many(129)),
                "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length "
                        + "129 instead.",
                "array_above_max_length",
                "tools");
    }

    @Test
    void keepsTheFirstOfTwoToolsOfOneName() throws Exception {
        Toolset tools = tools("'tools':[{'type':'function','function':{'name':'f','description':'a'}},"
                + "{'type':'function','function':{'name':'f','description':'b'}}]");

        assertThat(tools.tools()).extracting(Tool::description).containsExactly("a");
    }

    @Test
    @Timeout(20)
    void refusesSchemasThatAreTooLargeTogether() {
        String parameters = "{'type':'object','required':["
                + IntStream.range(0, 4_000).mapToObj(i -> "'p" + i + "'").collect(Collectors.joining(",")) + "]}";
        String fields = "'tools':["
                + IntStream.range(0, 20)
                        .mapToObj(i ->
                                "{'type':'function','function':{'name':'f" + i + "','parameters':" + parameters + "}}")
                        .collect(Collectors.joining(","))
                + "]";

        assertThat(Requests.refusal(Requests.with(fields)))
                .hasMessageContaining("all schemas together may have at most 50000 values")
                .extracting(InvalidRequestException::param)
                .isEqualTo("tools[12].function.parameters");
    }

    @Test
    void readsTheFormOfTheAnswer() throws Exception {
        assertThat(format("{'type':'text'}")).isEqualTo(OutputFormat.TEXT);
        assertThat(format("{'type':'json_object'}")).isEqualTo(OutputFormat.JSON_OBJECT);
        assertThat(format("{'type':'json_schema','json_schema':{'name':'x'}}")).isEqualTo(OutputFormat.JSON_OBJECT);
        OutputFormat.Schema schema = (OutputFormat.Schema)
                format(
                        "{'type':'json_schema','json_schema':{'name':'x','description':'d','strict':true,'schema':{'type':'object'}}}");
        assertThat(schema.name()).isEqualTo("x");
        assertThat(schema.description()).isEqualTo("d");
        assertThat(schema.strict()).isTrue();
        assertThat(schema.schema()).hasToString("{\"type\":\"object\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "{'type':'json_schema'} | Missing required parameter: 'response_format.json_schema'. | missing_required_parameter | response_format.json_schema",
                "{'type':'json_schema','json_schema':[]} | Invalid type for 'response_format.json_schema': expected an object, but got an array instead. | invalid_type | response_format.json_schema",
                "{'type':'json_schema','json_schema':{}} | Missing required parameter: 'response_format.json_schema.name'. | missing_required_parameter | response_format.json_schema.name",
                "{'type':'json_schema','json_schema':{'name':'a.b'}} | Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'. | invalid_value | response_format.json_schema.name",
                "{'type':'json_schema','json_schema':{'name':'x','schema':true}} | Invalid type for 'response_format.json_schema.schema': expected an object, but got a boolean instead. | invalid_type | response_format.json_schema.schema",
                "{'type':'json_schema','json_schema':{'name':'x','strict':'y'}} | Invalid type for 'response_format.json_schema.strict': expected a boolean, but got a string instead. | invalid_type | response_format.json_schema.strict",
                "{'type':'json_schema','json_schema':{'name':'x','schema':{'$ref':'file:///etc/passwd'}}} | Invalid schema for response_format 'x': it refers to what it does not hold. | invalid_json_schema | response_format.json_schema.schema",
            })
    void refusesForms(String format, String message, String code, String param) {
        check(Requests.with("'response_format':" + format), message, code, param);
    }

    private static Toolset tools(String fields) throws Exception {
        return Requests.conversation(Requests.with(fields)).tools();
    }

    private static OutputFormat format(String format) throws Exception {
        return Requests.conversation(Requests.with("'response_format':" + format))
                .format();
    }

    private static String names(Toolset tools) {
        return tools.tools().stream().map(Tool::name).collect(Collectors.joining(","));
    }

    private static String many(int count) {
        return "'tools':["
                + IntStream.range(0, count)
                        .mapToObj(i -> "{'type':'function','function':{'name':'f" + i + "'}}")
                        .collect(Collectors.joining(","))
                + "]";
    }

    private static void check(String body, String message, String code, String param) {
        InvalidRequestException refusal = Requests.refusal(body);
        assertThat(refusal).isNotNull().hasMessage(message);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.param()).isEqualTo(param);
    }
}
