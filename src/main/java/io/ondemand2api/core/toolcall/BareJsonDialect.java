package io.ondemand2api.core.toolcall;

/**
 * Calls as JSON without any mark, on lines of their own: an object that names an offered tool and has arguments and
 * nothing else, several of them, or OpenAI's message around them. Plain JSON is a fair answer too, so it is given up at
 * the first key that no call has.
 */
final class BareJsonDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        int c = text.peek();
        if (!scope.bare() || c != '{' && c != '[') {
            return null;
        }
        CallCollector calls = scope.collector();
        JsonCalls json = new JsonCalls(calls, false);
        int end = text.at();
        try {
            do {
                json.collect(LenientJson.watched(text, new CallWatch(scope)));
                end = text.at();
            } while (further(text));
        } catch (MalformedException noCall) {
            // behind a call that ends with its line, more of another kind may follow
            int at = text.at();
            text.moveTo(end);
            if (calls.isEmpty() || !ends(text)) {
                return Reading.text(at);
            }
        }
        text.moveTo(end);
        return calls.isEmpty() || !ends(text) ? Reading.text(end) : calls.reading(end);
    }

    private static boolean further(Cursor text) {
        int at = text.at();
        text.skipSpace();
        if (text.skip(';')) {
            text.skipSpace();
        }
        int c = text.peek();
        if (c != '{') {
            text.moveTo(at);
        }
        return c == '{';
    }

    /** True when nothing of the same line follows but a mark that closes. */
    static boolean ends(Cursor text) {
        int at = text.at();
        text.skip(';');
        boolean ends = text.atLineEnd() || text.peek() == '`';
        if (!ends && text.peek() == '<') {
            Tag tag = Tag.read(text);
            ends = tag != null && tag.ends();
        }
        text.moveTo(at);
        return ends;
    }
}
