package io.ondemand2api.core.toolcall;

/**
 * Finds the end of an argument that stands between tags. Its text may hold such tags itself: those that come in pairs
 * belong to it, and one that closes ends it only where the next argument or the end of the call follows.
 */
final class TagArguments {

    /** The tags with which a further call starts. */
    static final String[] CALLS = {"tool_call", "invoke", "function"};

    private final Cursor text;
    private final String tag;
    private final String next;

    private TagArguments(Cursor text, String tag, String next) {
        this.text = text;
        this.tag = tag;
        this.next = next;
    }

    /**
     * Reads on to behind the closing tag and gives the exact text before it.
     *
     * @param tag the tag around the argument
     * @param next the tag with which a further argument starts
     */
    static String value(Cursor text, String tag, String next) throws MalformedException {
        return new TagArguments(text, tag, next).value();
    }

    private String value() throws MalformedException {
        int from = text.at();
        int open = 1;
        while (true) {
            int at = text.at();
            int c = text.peek();
            if (c == Cursor.END) {
                throw new MalformedException("an argument does not end, or holds a tag that has no pair");
            }
            Tag found = c == '<' ? Tag.read(text) : null;
            if (found == null || !found.name().equals(tag)) {
                text.moveTo(at + 1);
            } else if (!found.closing()) {
                open++;
            } else if (open > 1) {
                open--;
            } else if (followed()) {
                skipSame();
                return text.slice(from, at);
            }
        }
    }

    /** Some close an argument twice. */
    private void skipSame() {
        int at;
        Tag same;
        do {
            at = text.at();
            text.skipSpace();
            same = text.peek() == '<' ? Tag.read(text) : null;
        } while (same != null && same.closing() && same.name().equals(tag));
        text.moveTo(at);
    }

    /** True when a further argument or the end of the call comes next; the place stays. */
    private boolean followed() {
        int at = text.at();
        skipSame();
        text.skipSpace();
        boolean end = text.peek() == Cursor.END;
        Tag following = end ? null : Tag.read(text);
        text.moveTo(at);
        return end
                || following != null
                        && (following.opens(next)
                                || following.opens(CALLS)
                                || following.ends() && !following.name().equals(tag));
    }

    /** Without the one line break at either end that belongs to the tags. */
    static String withoutLineBreaks(String value) {
        int from = value.startsWith("\r\n") ? 2 : value.startsWith("\n") ? 1 : 0;
        int to = value.length();
        if (to > from && value.charAt(to - 1) == '\n') {
            to--;
            if (to > from && value.charAt(to - 1) == '\r') {
                to--;
            }
        }
        return value.substring(from, to);
    }
}
