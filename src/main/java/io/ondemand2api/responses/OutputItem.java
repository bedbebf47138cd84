package io.ondemand2api.responses;

import io.ondemand2api.core.RandomId;
import io.ondemand2api.core.answer.Citation;
import java.util.List;

/**
 * One item of a response's output.
 *
 * @param kind what it is
 * @param id its name, unlike all others
 * @param text the words of a message or of thinking, or the arguments of a call as JSON
 * @param citations where the words of a message have their knowledge from
 * @param tool what is called; null unless it is a call
 * @param callId by which the call's result refers to it; null unless it is a call
 */
record OutputItem(Kind kind, String id, String text, List<Citation> citations, DeclaredTool tool, String callId) {

    /** A message, or thinking. */
    static OutputItem words(Kind kind, String id, String text, List<Citation> citations) {
        return new OutputItem(kind, id, text, citations, null, null);
    }

    /** A call of a tool. */
    static OutputItem call(String id, String arguments, DeclaredTool tool, String callId) {
        return new OutputItem(Kind.CALL, id, arguments, List.of(), tool, callId);
    }

    /** The same item with these words. */
    OutputItem with(String words, List<Citation> named) {
        return new OutputItem(kind, id, words, named, tool, callId);
    }

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

        /** True when this is the name of an item of this kind. */
        boolean named(String id) {
            return id.startsWith(prefix);
        }
    }
}
