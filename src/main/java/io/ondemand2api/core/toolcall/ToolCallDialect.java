package io.ondemand2api.core.toolcall;

/** One way in which models write calls of tools into their text. */
interface ToolCallDialect {

    /**
     * Reads what starts here.
     *
     * @param from where the mark starts
     * @param tag the tag that the mark is, or null when it is none
     * @param text stands behind the tag, or at the mark's start; may be left at any place
     * @param scope what may be called, and where the place is
     * @return null when nothing of this dialect starts here
     */
    Reading read(int from, Tag tag, Cursor text, Scope scope);
}
