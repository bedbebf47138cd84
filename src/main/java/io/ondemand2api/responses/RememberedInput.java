package io.ondemand2api.responses;

import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of a request, beside the response to it.
 *
 * @param items the items of its input
 * @param instructions that stood in its input before the first turn
 * @param turns all that was said before the answer
 */
record RememberedInput(List<InputItem> items, String instructions, List<Turn> turns) {

    /** Of a request that is too large to be remembered. */
    static final RememberedInput NONE = new RememberedInput(List.of(), "", List.of());

    /** With the response that ended well. */
    StoredResponse answered(String id, byte[] json, List<OutputItem> output, EventLog events) {
        List<Turn> said = new ArrayList<>(turns);
        said.add(AnswerTurn.of(output));
        return new StoredResponse(id, json, items, instructions, said, List.copyOf(output), events);
    }

    /** With a response from which no conversation can go on. */
    StoredResponse unanswered(String id, byte[] json, EventLog events) {
        return new StoredResponse(id, json, items, "", List.of(), List.of(), events);
    }
}
