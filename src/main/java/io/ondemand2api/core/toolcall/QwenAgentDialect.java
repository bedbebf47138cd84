package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/** Qwen-Agent's {@code ✿FUNCTION✿: x}, and {@code ✿ARGS✿: {…}} behind it, in any number. */
final class QwenAgentDialect implements ToolCallDialect {

    static final String NAME = "✿FUNCTION✿";

    private static final String ARGUMENTS = "✿ARGS✿";
    private static final String[] ENDS = {"✿RESULT✿", "✿RETURN✿", "✿END FUNCTION✿", NAME};

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        Tool tool = named(text, scope);
        if (tool == null) {
            return null;
        }
        CallCollector calls = scope.collector();
        int end;
        do {
            if (!mark(ARGUMENTS, text)) {
                boolean meant = !calls.isEmpty() || scope.lineStart();
                calls.addProblem(tool, "its arguments are missing");
                return meant ? calls.reading(text.at()) : null;
            }
            try {
                calls.add(tool, arguments(text));
            } catch (MalformedException unreadable) {
                calls.addProblem(tool, unreadable.getMessage());
                return calls.reading(text.at());
            }
            mark(ENDS[2], text);
            end = text.at();
            tool = named(text, scope);
        } while (tool != null);
        return calls.reading(end);
    }

    private static Tool named(Cursor text, Scope scope) {
        if (!mark(NAME, text)) {
            return null;
        }
        return scope.tool(Payload.name(text));
    }

    private static JsonValue arguments(Cursor text) throws MalformedException {
        Payload.skipFence(text);
        if (text.peek() == '{') {
            JsonValue arguments = LenientJson.value(text);
            Payload.skipFence(text);
            return arguments;
        }
        if (text.peek() == Cursor.END || starts(text)) {
            return null;
        }
        throw new MalformedException("its arguments are no JSON object");
    }

    private static boolean starts(Cursor text) {
        int at = text.at();
        boolean starts = false;
        for (String end : ENDS) {
            starts |= mark(end, text);
            text.moveTo(at);
        }
        return starts;
    }

    /** Steps over this mark, and the colon behind it, if it comes next; else the place stays. */
    private static boolean mark(String mark, Cursor text) {
        int at = text.at();
        text.skipSpace();
        if (text.peek() != '✿' || !text.skip(mark)) {
            text.moveTo(at);
            return false;
        }
        text.skipBlanks();
        if (text.peek() == ':' || text.peek() == '：') {
            text.next();
        }
        text.skipBlanks();
        return true;
    }
}
