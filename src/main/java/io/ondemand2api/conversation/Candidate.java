package io.ondemand2api.conversation;

import java.util.List;

/** A stretch of an answer that may turn out to be calls of tools, or not; read character by character. */
interface Candidate {

    /** What a character meant. */
    enum Step {
        /** It may still be calls. */
        MORE,
        /** It is calls, up to and with this character. */
        CALLS,
        /** It is calls, up to and without this character. */
        CALLS_BEFORE,
        /** It is text, all of it; this character is not part of it. */
        TEXT
    }

    /** Takes the next character. */
    Step feed(char c);

    /** Says at the end of the stream whether it is calls. */
    boolean end();

    /** The calls, once it is known that it is some; never empty then. */
    List<ToolCall> calls();
}
