package io.ondemand2api.blackbox;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The dialects in which models write tool calls, as each family was trained to; all arguments are texts. */
enum CallNotation {
    TAUGHT((name, arguments) -> "<tool_call>" + json(name, arguments) + "</tool_call>"),
    GLM((name, arguments) -> "<tool_call>" + name + "\n"
            + each(arguments, "<arg_key>%s</arg_key>\n<arg_value>%s</arg_value>\n") + "</tool_call>"),
    QWEN3_CODER((name, arguments) -> "<tool_call>\n<function=" + name + ">\n"
            + each(arguments, "<parameter=%s>\n%s\n</parameter>\n") + "</function>\n</tool_call>"),
    DEEPSEEK_V3((name, arguments) -> "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>" + name
            + "\n```json\n" + object(arguments) + "\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>"),
    DEEPSEEK_V3_1((name, arguments) -> "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>" + name + "<｜tool▁sep｜>"
            + object(arguments) + "<｜tool▁call▁end｜><｜tool▁calls▁end｜>"),
    DSML((name, arguments) -> "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"" + name + "\">\n"
            + each(arguments, "<｜DSML｜parameter name=\"%s\" string=\"true\">%s</｜DSML｜parameter>\n")
            + "</｜DSML｜invoke>\n</｜DSML｜function_calls>"),
    KIMI((name, arguments) -> "<|tool_calls_section_begin|><|tool_call_begin|>functions." + name
            + ":0<|tool_call_argument_begin|>" + object(arguments) + "<|tool_call_end|><|tool_calls_section_end|>"),
    CLAUDE((name, arguments) -> "<function_calls>\n" + invoke(name, arguments) + "\n</function_calls>"),
    CLAUDE_WITHOUT_WRAPPER(CallNotation::invoke),
    LLAMA_FUNCTION((name, arguments) -> "<function=" + name + ">" + object(arguments) + "</function>"),
    LLAMA_PYTHON_TAG((name, arguments) ->
            "<|python_tag|>{\"name\": " + Chat.quoted(name) + ", \"parameters\": " + object(arguments) + "}"),
    MISTRAL((name, arguments) -> "[TOOL_CALLS][" + json(name, arguments) + "]"),
    MISTRAL_ARGS((name, arguments) -> "[TOOL_CALLS]" + name + "[ARGS]" + object(arguments)),
    HARMONY((name, arguments) -> "<|channel|>commentary to=functions." + name + " <|constrain|>json<|message|>"
            + object(arguments) + "<|call|>"),
    GEMMA((name, arguments) -> "```tool_code\n" + python(name, arguments) + "\n```"),
    PYTHONIC((name, arguments) -> "[" + python(name, arguments) + "]"),
    PARALLEL((name, arguments) -> "<tool_call>{\"name\":\"multi_tool_use.parallel\",\"arguments\":{\"tool_uses\":[{"
            + "\"recipient_name\":\"functions." + name + "\",\"parameters\":" + object(arguments)
            + "}]}}</tool_call>"),
    REACT((name, arguments) -> "Action: " + name + "\nAction Input: " + object(arguments)),
    TOOL_USE((name, arguments) -> "<tool_use>" + json(name, arguments) + "</tool_use>"),
    FC_USE((name, arguments) -> "FC_USE\n<function_calls>\n<function_call>\n<tool>" + name + "</tool>\n<args>\n"
            + each(arguments, "<%1$s><![CDATA[%2$s]]></%1$s>\n") + "</args>\n</function_call>\n</function_calls>");

    private final BiFunction<String, Map<String, String>, String> writer;

    CallNotation(BiFunction<String, Map<String, String>, String> writer) {
        this.writer = writer;
    }

    /** What a model says to call this tool. */
    String call(String name, Map<String, String> arguments) {
        return writer.apply(name, arguments);
    }

    private static String json(String name, Map<String, String> arguments) {
        return "{\"name\": " + Chat.quoted(name) + ", \"arguments\": " + object(arguments) + "}";
    }

    private static String object(Map<String, String> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> Chat.quoted(argument.getKey()) + ": " + Chat.quoted(argument.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String invoke(String name, Map<String, String> arguments) {
        return "<invoke name=\"" + name + "\">\n" + each(arguments, "<parameter name=\"%s\">%s</parameter>\n")
                + "</invoke>";
    }

    /** Python's texts are written as JSON's here: both know the escapes that are used. */
    private static String python(String name, Map<String, String> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + Chat.quoted(argument.getValue()))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static String each(Map<String, String> arguments, String form) {
        return arguments.entrySet().stream()
                .map(argument -> form.formatted(argument.getKey(), argument.getValue()))
                .collect(Collectors.joining());
    }
}
