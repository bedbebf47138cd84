package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import java.util.List;

/**
 * What a dialect made of a mark.
 *
 * @param calls the calls that it is; empty when it is none
 * @param problem why a call that was meant cannot be read, in words for the model; else null
 * @param doubt why the calls may not say what was meant, in words for the model; else null
 * @param end the index behind what was read
 */
record Reading(List<ToolCall> calls, String problem, String doubt, int end) {

    /** It is text, up to this index. */
    static Reading text(int end) {
        return new Reading(List.of(), null, null, end);
    }

    /** A call was meant that cannot be read. */
    static Reading unreadable(String problem, int end) {
        return new Reading(List.of(), problem, null, end);
    }

    /** True when it is text and nothing else. */
    boolean isText() {
        return calls.isEmpty() && problem == null;
    }
}
