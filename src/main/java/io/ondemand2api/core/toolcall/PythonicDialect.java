package io.ondemand2api.core.toolcall;

/** A list of calls as Python writes them, without any mark: {@code [x(city="Paris"), …]}, on lines of its own. */
final class PythonicDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!scope.bare() || text.peek() != '[' || !PythonCalls.startsAt(text)) {
            return null;
        }
        if (scope.tool(PythonCalls.firstName(text)) == null) {
            return null;
        }
        CallCollector calls = scope.collector();
        try {
            PythonCalls.read(text, calls);
        } catch (MalformedException unreadable) {
            int at = text.at();
            boolean brokenOff = text.peek() == Cursor.END && !calls.isEmpty();
            return brokenOff || endsAsList(text) ? scope.failed(from, text, unreadable.getMessage()) : Reading.text(at);
        }
        return calls.isEmpty() || !BareJsonDialect.ends(text) ? Reading.text(text.at()) : calls.reading(text.at());
    }

    private static boolean endsAsList(Cursor text) {
        int before = 0;
        int c = text.peek();
        while (c != Cursor.END && c != '\n') {
            if (before == ')' && c == ']') {
                return true;
            }
            before = c;
            text.next();
            c = text.peek();
        }
        return false;
    }
}
