package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dialect knows of the place where it reads, and what it shares with others. */
final class Scope {

    private static final int MAX_DEPTH = 3;
    private static final int FARTHEST = 256;
    private static final Pattern NAME = Pattern.compile(
            "\\b(?:name|tool_name|tool|function|recipient_name|action)[\"'”]?\\s*[:=]\\s*[\"'“]?([\\w.:-]+)");

    private final ToolNames names;
    private final boolean lineStart;
    private final boolean bare;
    private int depth;

    /**
     * @param names what may be called
     * @param lineStart true when nothing stands before on the line
     * @param bare true when calls need no mark here
     */
    Scope(ToolNames names, boolean lineStart, boolean bare) {
        this.names = names;
        this.lineStart = lineStart;
        this.bare = bare;
    }

    boolean lineStart() {
        return lineStart;
    }

    boolean bare() {
        return bare;
    }

    Tool tool(String name) {
        return names.find(name);
    }

    /** The one tool whose name, and a parameter's behind it, are this word; or null. */
    Tool toolBefore(String word) {
        return names.before(word);
    }

    /** True when a tool's name may begin so. */
    boolean mayBegin(String word) {
        return names.mayBegin(word);
    }

    CallCollector collector() {
        return new CallCollector(names);
    }

    /** Reads a mark within a mark. */
    Reading nested(Cursor text) {
        if (depth >= MAX_DEPTH) {
            return null;
        }
        depth++;
        try {
            return Dialects.read(text, this);
        } finally {
            depth--;
        }
    }

    /**
     * Decides about a mark that cannot be read: beside the name of an offered tool a call was meant, else it is text.
     *
     * @param from where the mark starts
     * @param text stands where reading failed
     */
    Reading failed(int from, Cursor text, String reason) {
        int at = text.at();
        String read = text.since(from);
        Matcher name = NAME.matcher(read);
        if (name.find()) {
            Tool tool = names.find(name.group(1));
            return tool == null ? Reading.text(at) : Reading.unreadable(CallCollector.about(tool, reason), at);
        }
        Tool tool = names.mentioned(read);
        if (tool == null && closes(text)) {
            tool = names.mentioned(text.since(from));
        }
        return tool == null
                ? Reading.text(at)
                : Reading.unreadable(CallCollector.about(tool, reason), Math.max(at, text.at()));
    }

    /** Looks ahead for a mark that closes. */
    private static boolean closes(Cursor text) {
        int from = text.at();
        while (text.at() - from < FARTHEST) {
            int c = text.peek();
            if (c == Cursor.END) {
                return false;
            }
            Tag tag = c == '<' ? Tag.read(text) : null;
            if (tag != null) {
                return tag.ends();
            }
            if (c == '[' && text.skip("[/TOOL_CALL")) {
                return true;
            }
            if (c != '<') {
                text.next();
            }
        }
        return false;
    }
}
