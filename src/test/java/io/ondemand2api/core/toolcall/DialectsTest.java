package io.ondemand2api.core.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dialect with every kind of call that it must be able to say, however the text is cut. */
class DialectsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Tool WEATHER = Tools.tool(
            "get_weather",
            "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer'},'ratio':{'type':'number'},"
                    + "'deep':{'type':'boolean'},'tags':{'type':'array','items':{'type':'string'}},"
                    + "'options':{'type':'object'}}}");
    private static final Tool MAILBOXES = Tools.tool("list_mailboxes", "{'type':'object','properties':{}}");
    private static final Toolset TOOLS = new Toolset(List.of(WEATHER, MAILBOXES), ToolChoice.AUTO, true);

    record Call(String name, Map<String, Object> arguments) {

        static Call of(String name, Object... pairs) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                arguments.put((String) pairs[i], pairs[i + 1]);
            }
            return new Call(name, arguments);
        }

        String json() {
            return write(arguments);
        }

        String each(Function<Map.Entry<String, Object>, String> argument, String separator) {
            return arguments.entrySet().stream().map(argument).collect(Collectors.joining(separator));
        }

        String object(String name, String arguments) {
            return "{\"" + name + "\": \"" + this.name + "\", \"" + arguments + "\": " + json() + "}";
        }

        String python(String name) {
            return name + "(" + each(argument -> argument.getKey() + "=" + pythonic(argument.getValue()), ", ") + ")";
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As it stands between tags: strings as they are. */
    private static String plain(Object value) {
        return value instanceof String text ? text : write(value);
    }

    private static String pythonic(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> "'" + entry.getKey() + "': " + pythonic(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value == null ? "None" : write(value);
    }

    private static String gemma(Object value, String quote) {
        if (value instanceof String text) {
            return quote + text + quote;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(one -> gemma(one, quote)).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + gemma(entry.getValue(), quote))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return write(value);
    }

    private static String gemma(Call call, String quote) {
        return "call:" + call.name() + "{"
                + call.each(argument -> argument.getKey() + ":" + gemma(argument.getValue(), quote), ",") + "}";
    }

    private static Function<List<Call>, String> each(Function<Call, String> one) {
        return calls -> calls.stream().map(one).collect(Collectors.joining("\n"));
    }

    private static Function<List<Call>, String> list(String open, Function<Call, String> one, String close) {
        return calls -> calls.stream().map(one).collect(Collectors.joining(", ", open, close));
    }

    private static Function<List<Call>, String> around(String open, Function<Call, String> one, String close) {
        return calls -> calls.stream().map(one).collect(Collectors.joining("\n", open, close));
    }

    private static String invoke(Call call, String prefix, String end) {
        return "<" + prefix + "invoke name=\"" + call.name() + "\">\n"
                + call.each(
                        argument -> "<" + prefix + "parameter name=\"" + argument.getKey() + "\">"
                                + plain(argument.getValue()) + "</" + end + "parameter>\n",
                        "")
                + "</" + end + "invoke>";
    }

    private static String dsml(Call call) {
        return "<｜DSML｜invoke name=\"" + call.name() + "\">\n"
                + call.each(
                        argument -> "<｜DSML｜parameter name=\"" + argument.getKey() + "\" string=\""
                                + (argument.getValue() instanceof String) + "\">" + plain(argument.getValue())
                                + "</｜DSML｜parameter>\n",
                        "")
                + "</｜DSML｜invoke>";
    }

    private static String qwenCoder(Call call) {
        return "<function=" + call.name() + ">\n"
                + call.each(
                        argument -> "<parameter=" + argument.getKey() + ">\n" + plain(argument.getValue())
                                + "\n</parameter>\n",
                        "")
                + "</function>";
    }

    private static String glm(Call call) {
        return "<tool_call>" + call.name() + "\n"
                + call.each(
                        argument -> "<arg_key>" + argument.getKey() + "</arg_key>\n<arg_value>"
                                + plain(argument.getValue()) + "</arg_value>\n",
                        "")
                + "</tool_call>";
    }

    private static final String M3 = "]<]minimax[>[";

    private static String m3(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(one -> m3("item", one)).collect(Collectors.joining());
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> m3((String) entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining());
        }
        return plain(value);
    }

    private static String m3(String name, Object value) {
        return M3 + "<" + name + ">" + m3(value) + M3 + "</" + name + ">";
    }

    private static String m3(Call call) {
        return M3 + "<invoke name=\"" + call.name() + "\">\n"
                + call.each(argument -> m3(argument.getKey(), argument.getValue()) + "\n", "") + M3 + "</invoke>";
    }

    private static String type(Object value) {
        return value instanceof String
                ? "string"
                : value instanceof Boolean
                        ? "boolean"
                        : value instanceof Number ? "number" : value instanceof List ? "array" : "object";
    }

    private static String k3(Call call) {
        return "<|open|>call tool=\"" + call.name() + "\" index=\"1\"<|sep|>"
                + call.each(
                        argument -> "<|open|>argument key=\"" + argument.getKey() + "\" type=\""
                                + type(argument.getValue()) + "\"<|sep|>" + plain(argument.getValue())
                                + "<|close|>argument<|sep|>",
                        "")
                + "<|close|>call<|sep|>";
    }

    private static String longCat(Call call) {
        return "<longcat_tool_call>" + call.name() + "\n"
                + call.each(
                        argument -> "<longcat_arg_key>" + argument.getKey() + "</longcat_arg_key>\n<longcat_arg_value>"
                                + plain(argument.getValue()) + "</longcat_arg_value>\n",
                        "")
                + "</longcat_tool_call>";
    }

    private static String escaped(String markup) {
        return markup.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String elements(Call call) {
        return call.each(
                argument -> "<" + argument.getKey() + "><![CDATA[" + plain(argument.getValue()) + "]]></"
                        + argument.getKey() + ">",
                "\n");
    }

    private static final Map<String, Function<List<Call>, String>> DIALECTS = new LinkedHashMap<>();

    private static void dialect(String name, Function<List<Call>, String> text) {
        DIALECTS.put(name, text);
    }

    static {
        dialect("taught", each(call -> "<tool_call>" + call.object("name", "arguments") + "</tool_call>"));
        dialect("Hermes", each(call -> "<tool_call>\n" + call.object("name", "arguments") + "\n</tool_call>"));
        dialect("GLM", each(DialectsTest::glm));
        dialect(
                "Hunyuan",
                around(
                        "<tool_calls>\n",
                        call -> glm(call)
                                .replace("<tool_call>" + call.name(), "<tool_call>" + call.name() + "<tool_sep>"),
                        "\n</tool_calls>"));
        dialect("LongCat's elements", each(DialectsTest::longCat));
        dialect("MiniMax M3", around(M3 + "<tool_call>\n", DialectsTest::m3, "\n" + M3 + "</tool_call>"));
        dialect(
                "Kimi K3",
                calls -> "<|open|>tools<|sep|>" + each(DialectsTest::k3).apply(calls)
                        + "<|close|>tools<|sep|><|close|>message<|sep|><|end_of_msg|>");
        dialect(
                "Kimi K3 with JSON",
                each(call -> "<|open|>call tool=\"" + call.name() + "\" index=\"1\"<|sep|><|open|>json type=\"object\""
                        + "<|sep|>" + call.json() + "<|close|>json<|sep|><|close|>call<|sep|>"));
        dialect("Qwen-Agent", each(call -> "✿FUNCTION✿: " + call.name() + "\n✿ARGS✿: " + call.json()));
        dialect(
                "escaped as HTML",
                each(call -> escaped("<tool_call>" + call.object("name", "arguments") + "</tool_call>")));
        dialect(
                "Claude's escaped as HTML",
                around("&lt;function_calls&gt;\n", call -> escaped(invoke(call, "", "")), "\n&lt;/function_calls&gt;"));
        dialect("LM Studio", each(call -> "[TOOL_REQUEST]" + call.object("name", "arguments") + "[END_TOOL_REQUEST]"));
        dialect(
                "Doubao",
                list("<|FunctionCallBegin|>[", call -> call.object("name", "parameters"), "]<|FunctionCallEnd|>"));
        dialect("Functionary", each(call -> ">>>" + call.name() + "\n" + call.json()));
        dialect("Gemini", each(call -> "<ctrl42>call:default_api:" + call.name() + call.json()));
        dialect(
                "Gemini's element",
                each(call -> "<call:default_api:" + gemma(call, "<ctrl46>").substring("call:".length()) + "/>"));
        dialect(
                "Harmony without tokens",
                each(call -> "commentary to=functions." + call.name() + " json" + call.json()));
        dialect(
                "Zyphra",
                each(call -> "<zyphra_tool_call>" + call.object("name", "arguments") + "</zyphra_tool_call>"));
        dialect("Qwen3-Coder", each(call -> "<tool_call>\n" + qwenCoder(call) + "\n</tool_call>"));
        dialect("Qwen3-Coder bare", each(DialectsTest::qwenCoder));
        dialect("Seed", around("<seed:tool_call>\n", DialectsTest::qwenCoder, "\n</seed:tool_call>"));
        dialect(
                "DeepSeek V3",
                around(
                        "<｜tool▁calls▁begin｜>",
                        call -> "<｜tool▁call▁begin｜>function<｜tool▁sep｜>" + call.name() + "\n```json\n" + call.json()
                                + "\n```<｜tool▁call▁end｜>",
                        "<｜tool▁calls▁end｜>"));
        dialect(
                "DeepSeek V3.1",
                around(
                        "<｜tool▁calls▁begin｜>",
                        call -> "<｜tool▁call▁begin｜>" + call.name() + "<｜tool▁sep｜>" + call.json()
                                + "<｜tool▁call▁end｜>",
                        "<｜tool▁calls▁end｜>"));
        dialect(
                "DeepSeek with plain bars",
                around(
                        "<|tool_calls_begin|>",
                        call -> "<|tool_call_begin|>" + call.name() + "<|tool_sep|>" + call.json()
                                + "<|tool_call_end|>",
                        "<|tool_calls_end|>"));
        dialect("DSML", around("<｜DSML｜function_calls>\n", DialectsTest::dsml, "\n</｜DSML｜function_calls>"));
        dialect("DSML tool_calls", around("<｜DSML｜tool_calls>\n", DialectsTest::dsml, "\n</｜DSML｜tool_calls>"));
        dialect(
                "DSML with JSON",
                each(call -> "<｜DSML｜invoke name=\"" + call.name() + "\">" + call.json() + "</｜DSML｜invoke>"));
        dialect(
                "Kimi",
                around(
                        "<|tool_calls_section_begin|>",
                        call -> "<|tool_call_begin|>functions." + call.name() + ":0<|tool_call_argument_begin|>"
                                + call.json() + "<|tool_call_end|>",
                        "<|tool_calls_section_end|>"));
        dialect("Claude", around("<function_calls>\n", call -> invoke(call, "", ""), "\n</function_calls>"));
        dialect("Claude bare", each(call -> invoke(call, "", "")));
        dialect(
                "Claude with its prefix",
                around("<function_calls>\n", call -> invoke(call, "antml:", "antml:"), "\n</function_calls>"));
        dialect("MiniMax", around("<minimax:tool_call>\n", call -> invoke(call, "", ""), "\n</minimax:tool_call>"));
        dialect("MiniMax M1", around("<tool_calls>\n", call -> call.object("name", "arguments"), "\n</tool_calls>"));
        dialect(
                "Step",
                each(call -> "<｜tool_calls_begin｜><｜tool_call_begin｜>function<｜tool_sep｜>"
                        + invoke(call, "steptml:", "steptml:") + "<｜tool_call_end｜><｜tool_calls_end｜>"));
        dialect("Llama", each(call -> "<function=" + call.name() + ">" + call.json() + "</function>"));
        dialect("Llama's tag", each(call -> "<|python_tag|>" + call.object("name", "parameters") + "<|eom_id|>"));
        dialect("Llama's tag with Python", each(call -> "<|python_tag|>" + call.python(call.name() + ".call")));
        dialect("Llama 4", list("<|python_start|>[", call -> call.python(call.name()), "]<|python_end|>"));
        dialect(
                "Llama bare",
                list("", call -> call.object("name", "parameters"), "")
                        .andThen(text -> text.replace("}, {\"name\"", "}; {\"name\"")));
        dialect("Mistral", list("[TOOL_CALLS][", call -> call.object("name", "arguments"), "]"));
        dialect("Mistral with a blank", list("[TOOL_CALLS] [", call -> call.object("name", "arguments"), "]"));
        dialect("Mistral's names", each(call -> "[TOOL_CALLS]" + call.name() + "[ARGS]" + call.json()));
        dialect("Mistral's ids", each(call -> "[TOOL_CALLS]" + call.name() + "[CALL_ID]a1B2c3D4e[ARGS]" + call.json()));
        dialect("Mistral's names and JSON", each(call -> "[TOOL_CALLS]" + call.name() + call.json()));
        dialect(
                "Harmony",
                each(call -> "<|channel|>commentary to=functions." + call.name() + " <|constrain|>json<|message|>"
                        + call.json() + "<|call|>"));
        dialect(
                "Harmony without a blank",
                each(call -> "<|start|>assistant<|channel|>commentary to=functions." + call.name()
                        + "<|constrain|>json<|message|>" + call.json() + "<|call|>"));
        dialect(
                "Harmony with the recipient before the channel",
                each(call -> "<|start|>assistant to=functions." + call.name() + "<|channel|>commentary json<|message|>"
                        + call.json() + "<|call|>"));
        dialect(
                "FunctionGemma",
                each(call -> "<start_function_call>" + gemma(call, "<escape>") + "<end_function_call>"));
        dialect("Gemma 4", each(call -> "<|tool_call>" + gemma(call, "<|\"|>") + "<tool_call|>"));
        dialect("Gemma's code", around("```tool_code\n", call -> call.python(call.name()), "\n```"));
        dialect(
                "Gemini's code",
                around("```tool_code\n", call -> "print(" + call.python("default_api." + call.name()) + ")", "\n```"));
        dialect("fence", around("```tool_call\n", call -> call.object("name", "arguments"), "\n```"));
        dialect("pythonic", list("[", call -> call.python(call.name()), "]"));
        dialect("LFM", list("<|tool_call_start|>[", call -> call.python(call.name()), "]<|tool_call_end|>"));
        dialect("Olmo", around("<function_calls>\n", call -> call.python(call.name()), "\n</function_calls>"));
        dialect(
                "MiniCPM",
                around(
                        "<|tool_call_start|>\n```python\n",
                        call -> call.python(call.name()),
                        "\n```\n<|tool_call_end|>"));
        dialect(
                "parallel",
                list(
                        "<tool_call>{\"name\":\"multi_tool_use.parallel\",\"arguments\":{\"tool_uses\":[",
                        call -> "{\"recipient_name\":\"functions." + call.name() + "\",\"parameters\":" + call.json()
                                + "}",
                        "]}}</tool_call>"));
        dialect(
                "parallel, bare",
                list(
                        "{\"tool_uses\":[",
                        call -> "{\"recipient_name\":\"functions." + call.name() + "\",\"parameters\":" + call.json()
                                + "}",
                        "]}"));
        dialect("ReAct", each(call -> "Action: " + call.name() + "\nAction Input: " + call.json()));
        dialect(
                "ReAct with JSON",
                each(call -> "Action:\n```json\n" + call.object("action", "action_input") + "\n```"));
        dialect("tool_use", each(call -> "<tool_use>" + call.object("name", "input") + "</tool_use>"));
        dialect(
                "tool_use with elements",
                each(call -> "<tool_use>\n<name>" + call.name() + "</name>\n<arguments>" + call.json()
                        + "</arguments>\n</tool_use>"));
        dialect(
                "tool_use with the tool's element",
                each(call -> "<tool_use>\n<" + call.name() + ">\n" + elements(call) + "\n</" + call.name()
                        + ">\n</tool_use>"));
        dialect(
                "the forerunner's",
                each(call -> "FC_USE\n<function_calls>\n<function_call>\n<tool>" + call.name() + "</tool>\n<args>\n"
                        + elements(call) + "\n</args>\n</function_call>\n</function_calls>"));
        dialect(
                "OpenAI's message",
                list(
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[",
                        call -> "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"" + call.name()
                                + "\",\"arguments\":" + write(call.json()) + "}}",
                        "]}"));
        dialect("Granite", list("<|tool_call|>[", call -> call.object("name", "arguments"), "]"));
        dialect("Granite 20b", each(call -> "<function_call> " + call.object("name", "arguments")));
        dialect("Phi", list("functools[", call -> call.object("name", "arguments"), "]"));
        dialect(
                "InternLM",
                each(call -> "<|action_start|><|plugin|>\n" + call.object("name", "parameters") + "<|action_end|>"));
        dialect("Cohere", list("<|START_ACTION|>[", call -> call.object("tool_name", "parameters"), "]<|END_ACTION|>"));
        dialect("Nemotron", list("<TOOLCALL>[", call -> call.object("name", "arguments"), "]</TOOLCALL>"));
        dialect(
                "Apertus",
                list(
                        "<|tools_prefix|>[",
                        call -> "{\"" + call.name() + "\": " + call.json() + "}",
                        "]<|tools_suffix|>"));
        dialect(
                "LongCat",
                each(call -> "<longcat_tool_call>" + call.object("name", "arguments") + "</longcat_tool_call>"));
        dialect("bare", each(call -> call.object("name", "arguments")));
        dialect("fenced", around("```json\n", call -> call.object("name", "arguments"), "\n```"));
    }

    private static final Map<String, List<Call>> MEMBERS = new LinkedHashMap<>();

    static {
        MEMBERS.put("one", List.of(Call.of("get_weather", "city", "Paris", "days", 2)));
        MEMBERS.put(
                "two",
                List.of(Call.of("get_weather", "city", "Paris", "days", 2), Call.of("get_weather", "city", "Rome")));
        MEMBERS.put("no arguments", List.of(Call.of("list_mailboxes")));
        MEMBERS.put("letters of all sorts", List.of(Call.of("get_weather", "city", "Zürich 東京 😀 “x” ‘y’")));
        MEMBERS.put("an empty string", List.of(Call.of("get_weather", "city", "")));
        MEMBERS.put(
                "a number, a truth and nothing",
                List.of(Call.of("get_weather", "days", -3, "ratio", 1.5, "deep", true)));
        MEMBERS.put("digits as a string", List.of(Call.of("get_weather", "city", "75001")));
        MEMBERS.put("JSON as a string", List.of(Call.of("get_weather", "city", "{\"a\": [1, true]}")));
        MEMBERS.put(
                "nested values",
                List.of(Call.of(
                        "get_weather",
                        "options",
                        Map.of("a", List.of(1, Map.of("b", "}]"))),
                        "tags",
                        List.of("x", "y"))));
        MEMBERS.put("several lines", List.of(Call.of("get_weather", "city", "one\n\n  two\n\tthree", "days", 1)));
        MEMBERS.put(
                "marks in a string",
                List.of(Call.of(
                        "get_weather", "city", "a </tool_call> </invoke> </function> ``` <|call|> b", "days", 1)));
        MEMBERS.put("quotes and backslashes", List.of(Call.of("get_weather", "city", "C:\\\\Dev \"x\" 'y' \\d+")));
    }

    static Stream<Arguments> all() {
        return DIALECTS.entrySet().stream()
                .flatMap(dialect -> MEMBERS.entrySet().stream()
                        .map(member -> Arguments.of(
                                dialect.getKey(),
                                member.getKey(),
                                dialect.getValue().apply(member.getValue()),
                                member.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void saysWhatWasMeantHoweverItIsCut(String dialect, String member, String text, List<Call> calls) {
        for (ReadAnswer answer : ReadAnswer.howeverCut(TOOLS, text)) {
            assertThat(answer.problem()).as("%s: %s", text, answer).isFalse();
            assertThat(answer.text()).as(text).isEmpty();
            assertThat(parsed(answer)).as(text).isEqualTo(expected(calls));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void keepsTheTextBefore(String dialect, String member, String text, List<Call> calls) {
        if (dialect.equals("fenced")) {
            // behind words, a fence is an example
            return;
        }
        ReadAnswer answer = ReadAnswer.of(TOOLS, ReadAnswer.pieces("Let me look.\n\n" + text, new java.util.Random(7)));

        assertThat(answer.text()).isEqualTo("Let me look.");
        assertThat(parsed(answer)).isEqualTo(expected(calls));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void leavesCallsOfOtherToolsAsText(String dialect, String member, String text, List<Call> calls) {
        Toolset others = new Toolset(List.of(Tools.tool("other", null)), ToolChoice.AUTO, true);
        for (ReadAnswer answer : ReadAnswer.howeverCut(others, text)) {
            assertThat(answer).isEqualTo(new ReadAnswer(text, List.of(), false, false));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void findsTheToolInAnotherCase(String dialect, String member, String text, List<Call> calls) {
        String other = text.replace("get_weather", "Get_Weather").replace("list_mailboxes", "LIST_MAILBOXES");

        assertThat(parsed(ReadAnswer.of(TOOLS, other))).isEqualTo(expected(calls));
    }

    private static List<JsonNode> parsed(ReadAnswer answer) {
        return answer.calls().stream()
                .map(call -> read("{\"" + call.replaceFirst("\\(", "\":").replaceFirst("\\)$", "}")))
                .toList();
    }

    private static List<JsonNode> expected(List<Call> calls) {
        return calls.stream()
                .map(call -> read(write(Map.of(call.name(), call.arguments()))))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
