package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Calls that start with the tool's name on a line of its own, their first mark being left out or lost on the way: GLM's
 * {@code x<arg_key>…}, Kimi's {@code functions.x:0<|tool_call_argument_begin|>{…}}, DeepSeek's {@code x<｜tool▁sep｜>{…}},
 * Mistral's {@code x[ARGS]{…}}, Gemma's {@code call:x{…}}; and {@code x{…}}, {@code x({…})} or {@code x} with the JSON on
 * the next line, where all keys are parameters of the tool.
 */
final class NamedDialect implements ToolCallDialect {

    private static final int MAX_NAME = 256;
    private static final String[] PREFIXES = {"functions.", "function.", "default_api.", "default_api:", "tools."};

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        boolean typed = skippedType(text);
        boolean marked = !typed && text.skip("call:");
        for (String prefix : PREFIXES) {
            if (text.skip(prefix)) {
                break;
            }
        }
        Tool tool = tool(text, scope);
        if (tool == null) {
            return null;
        }
        if (marked && text.peek() == '(') {
            return Payload.parenthesis(tool, text, scope);
        }
        if (typed || marked && text.peek() == '{' || separated(text)) {
            return Payload.arguments(tool, text, scope, from);
        }
        text.skipSpace();
        if (separated(text)) {
            return Payload.arguments(tool, text, scope, from);
        }
        if (GlmDialect.startsArguments(text)) {
            return GlmDialect.arguments(tool, text, scope);
        }
        return scope.bare() ? bare(tool, text, scope, text.skip('(') ? ')' : 0) : null;
    }

    /** DeepSeek's older form tells the type of the call before its name. */
    private static boolean skippedType(Cursor text) {
        int at = text.at();
        if (text.skip("function") && separated(text)) {
            return true;
        }
        text.moveTo(at);
        return false;
    }

    private static Tool tool(Cursor text, Scope scope) {
        int from = text.at();
        while (text.at() - from <= MAX_NAME) {
            int c = text.peek();
            boolean letter = c != Cursor.END && (Character.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0);
            if (!letter) {
                break;
            }
            text.next();
            if (!scope.mayBegin(text.since(from))) {
                return null;
            }
        }
        String name = text.since(from);
        if (text.skip(':')) {
            while (Character.isDigit(text.peek())) {
                text.next();
            }
        }
        return name.isEmpty() ? null : scope.tool(name);
    }

    /** Steps over a mark between a name and its arguments. */
    static boolean separated(Cursor text) {
        int at = text.at();
        if (text.skip("[ARGS]")) {
            return true;
        }
        Tag tag = text.peek() == '<' ? Tag.read(text) : null;
        boolean separated = tag != null && tag.opens("tool_sep", "tool_call_argument_begin");
        if (!separated) {
            text.moveTo(at);
        }
        return separated;
    }

    /**
     * Reads an object whose keys are all parameters of the tool, at the end of its line.
     *
     * @param close what must stand behind it, or 0
     */
    static Reading bare(Tool tool, Cursor text, Scope scope, int close) {
        text.skipSpace();
        if (text.peek() != '{' || tool.parameters() == null) {
            return null;
        }
        try {
            JsonValue arguments = parameters(tool, text);
            if (close != 0) {
                text.skipSpace();
                if (!text.skip((char) close)) {
                    return Reading.text(text.at());
                }
            }
            CallCollector calls = scope.collector();
            int end = text.at();
            if (BareJsonDialect.ends(text)) {
                calls.add(tool, arguments);
                return calls.reading(end);
            }
        } catch (MalformedException noCall) {
            // code, or data of another kind
        }
        return Reading.text(text.at());
    }

    /** Reads an object whose keys are all parameters of the tool. */
    static JsonValue parameters(Tool tool, Cursor text) throws MalformedException {
        return LenientJson.watched(text, new ParameterWatch(tool));
    }

    /** Kimi's id of a call within a line, with the mark that stands before the arguments. */
    static final class Indexed implements ToolCallDialect {

        static final String PREFIX = "functions.";

        @Override
        public Reading read(int from, Tag tag, Cursor text, Scope scope) {
            Tool tool = text.skip(PREFIX) ? tool(text, scope) : null;
            if (tool == null) {
                return null;
            }
            text.skipBlanks();
            return separated(text) ? Payload.arguments(tool, text, scope, from) : null;
        }
    }

    /** Objects to arguments that are not of this tool. */
    private record ParameterWatch(Tool tool) implements JsonWatch {

        @Override
        public void key(int depth, String key) throws MalformedException {
            if (depth == 1 && !tool.parameters().node().path("properties").has(key)) {
                throw new MalformedException(null);
            }
        }
    }
}
