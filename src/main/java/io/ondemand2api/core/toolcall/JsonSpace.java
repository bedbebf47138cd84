package io.ondemand2api.core.toolcall;

/** What may stand between the values of JSON, comments included, which models write although JSON has none. */
final class JsonSpace {

    private JsonSpace() {}

    /**
     * Steps over white space and comments.
     *
     * @return true when JSON allows all of it
     */
    static boolean skip(Cursor text) throws MalformedException {
        boolean exact = true;
        while (true) {
            int c = text.peek();
            if (c == '#' || c == '/' && text.peek(1) == '/') {
                exact = false;
                line(text);
            } else if (c == '/' && text.peek(1) == '*') {
                exact = false;
                block(text);
            } else if (Cursor.isSpace(c)) {
                exact &= c == ' ' || c == '\n' || c == '\t' || c == '\r';
                text.next();
            } else {
                return exact;
            }
        }
    }

    private static void line(Cursor text) {
        while (text.peek() != '\n' && text.peek() != Cursor.END) {
            text.next();
        }
    }

    private static void block(Cursor text) throws MalformedException {
        while (!text.skip("*/")) {
            if (text.next() == Cursor.END) {
                throw new MalformedException("a comment in it does not end");
            }
        }
    }
}
