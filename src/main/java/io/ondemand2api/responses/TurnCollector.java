package io.ondemand2api.responses;

import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Makes turns of input items. A text of the assistant and the calls behind it are one turn, as the answer was that they
 * come from. Instructions before the first turn belong to the conversation's; later ones stay where they stand, so that
 * what was said before them stays the same.
 */
final class TurnCollector {

    private final StringJoiner instructions = new StringJoiner("\n\n");
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> toolsByCall = new HashMap<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private String text = "";

    /** What was said before, when a response goes on from another. */
    void startWith(StoredResponse previous) {
        if (!previous.instructions().isEmpty()) {
            instructions.add(previous.instructions());
        }
        for (Turn turn : previous.turns()) {
            turns.add(turn);
            turn.toolCalls().forEach(call -> toolsByCall.put(call.id(), call.name()));
        }
    }

    void instruct(String role, String words) {
        if (words.isEmpty()) {
            return;
        }
        close();
        if (turns.isEmpty()) {
            instructions.add(words);
        } else {
            turns.add(new Turn(Turn.Role.USER, role, words, List.of(), null));
        }
    }

    void user(Turn turn) {
        close();
        turns.add(turn);
    }

    void assistant(String words) {
        close();
        text = words;
    }

    void call(ToolCall call) {
        calls.add(call);
        toolsByCall.put(call.id(), call.name());
    }

    /** The tool that this call was of, or null. */
    String toolOf(String callId) {
        return toolsByCall.get(callId);
    }

    void result(Turn turn) {
        close();
        turns.add(turn);
    }

    private void close() {
        if (!text.isEmpty() || !calls.isEmpty()) {
            turns.add(new Turn(Turn.Role.ASSISTANT, null, text, calls, null));
        }
        text = "";
        calls.clear();
    }

    /** All turns; empty when nothing was said. */
    List<Turn> turns() {
        close();
        return List.copyOf(turns);
    }

    /** The instructions that stood before the first turn; may be empty. */
    String instructions() {
        return instructions.toString();
    }
}
