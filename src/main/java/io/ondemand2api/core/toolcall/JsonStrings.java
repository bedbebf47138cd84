package io.ondemand2api.core.toolcall;

/** Reads one string, in any of the quotes that models use. */
final class JsonStrings {

    private static final String QUOTES = "\"'“”‘’„";
    /** Marks that Gemma's and Gemini's families put around strings, as they are, without escapes. */
    private static final String[] TOKENS = {"<|\"|>", "<|\">", "<escape>", "<ctrl46>"};

    private JsonStrings() {}

    /** True when a string starts here. */
    static boolean startsAt(Cursor text) {
        int c = text.peek();
        return c != Cursor.END && QUOTES.indexOf(c) >= 0 || token(text) != null;
    }

    private static String token(Cursor text) {
        if (text.peek() != '<') {
            return null;
        }
        int from = text.at();
        for (String token : TOKENS) {
            boolean there = text.skip(token);
            text.moveTo(from);
            if (there) {
                return token;
            }
        }
        return null;
    }

    /** Reads it. */
    static JsonValue read(Cursor text) throws MalformedException {
        String token = token(text);
        if (token != null) {
            text.skip(token);
            return JsonValue.string(upTo(token, text), null, false, false);
        }
        int from = text.at();
        char open = (char) text.next();
        if ((open == '"' || open == '\'') && text.peek() == open && text.peek(1) == open) {
            text.moveTo(from + 3);
            String raw = upTo(String.valueOf(open).repeat(3), text);
            return JsonValue.string(Escapes.decode(raw, open).text(), null, false, false);
        }
        char close = closing(open);
        String raw = escaped(close, text);
        Escapes.Decoded decoded = Escapes.decode(raw, close);
        boolean exact = decoded.valid() && open == '"';
        JsonValue.Slice slice = exact ? new JsonValue.Slice(text.text(), from, text.at()) : null;
        return JsonValue.string(decoded.text(), slice, false, decoded.doubtful());
    }

    /** Reads one whose backslashes are no escapes at all. */
    static JsonValue readRaw(Cursor text) throws MalformedException {
        char quote = (char) text.next();
        return JsonValue.string(escaped(closing(quote), text), null, false, false);
    }

    private static char closing(char open) {
        return switch (open) {
            case '“', '„' -> '”';
            case '‘' -> '’';
            default -> open;
        };
    }

    private static String escaped(char close, Cursor text) throws MalformedException {
        int from = text.at();
        while (true) {
            int c = text.next();
            if (c == '\\') {
                c = text.next();
            } else if (c == close) {
                String raw = text.since(from);
                return raw.substring(0, raw.length() - 1);
            }
            if (c == Cursor.END) {
                throw new MalformedException("a string in it does not end");
            }
        }
    }

    private static String upTo(String close, Cursor text) throws MalformedException {
        int from = text.at();
        while (!text.skip(close)) {
            if (text.next() == Cursor.END) {
                throw new MalformedException("a string in it does not end");
            }
        }
        String raw = text.since(from);
        return raw.substring(0, raw.length() - close.length());
    }
}
