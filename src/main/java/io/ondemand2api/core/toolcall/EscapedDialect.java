package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Any dialect of tags, written as HTML shows it: {@code &lt;tool_call&gt;…&lt;/tool_call&gt;}, at the start of a line. All
 * of it is taken as escaped once. Where tags stand in it as they are, only a part is, and the model is asked.
 */
final class EscapedDialect implements ToolCallDialect {

    static final String OPENING = "&lt;";

    /** What is looked at first; most texts are decided by then, and need not be copied as a whole. */
    private static final int FIRST_WINDOW = 256;

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!text.skip(OPENING)) {
            return null;
        }
        text.moveTo(from);
        int length = text.text().length() - from;
        for (int window = FIRST_WINDOW; ; window *= 2) {
            boolean all = window >= length;
            UnescapedText plain = UnescapedText.of(text, all ? length : window);
            try {
                return read(plain, scope);
            } catch (UndecidedException undecided) {
                if (all) {
                    throw undecided;
                }
            }
        }
    }

    private static Reading read(UnescapedText plain, Scope scope) {
        Reading reading = Dialects.read(plain.cursor(), scope);
        if (reading == null) {
            return null;
        }
        int end = plain.source(reading.end());
        if (!reading.calls().isEmpty() && plain.holdsTagBefore(reading.end())) {
            Tool tool = scope.tool(reading.calls().get(0).name());
            return Reading.unreadable(CallCollector.about(tool, "only parts of it are escaped as in HTML"), end);
        }
        return new Reading(reading.calls(), reading.problem(), reading.doubt(), end);
    }
}
