package io.ondemand2api.responses;

import io.ondemand2api.core.RandomId;

/**
 * One item of a response's output.
 *
 * @param kind what it is
 * @param id its name, unlike all others
 * @param text the words of a message or of thinking, or the arguments of a call as JSON
 * @param tool what is called; null unless it is a call
 * @param callId by which the call's result refers to it; null unless it is a call
 */
record OutputItem(Kind kind, String id, String text, DeclaredTool tool, String callId) {

    /** What an item is. */
    enum Kind {
        MESSAGE("msg_"),
        REASONING("rs_"),
        CALL("fc_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** A new name for an item of this kind. */
        String newId() {
            return RandomId.secret(prefix);
        }
    }
}
