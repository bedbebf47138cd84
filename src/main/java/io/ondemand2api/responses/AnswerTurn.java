package io.ondemand2api.responses;

import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.List;

/** The turn that an output is, for the conversation that goes on from it. */
final class AnswerTurn {

    private AnswerTurn() {}

    static Turn of(List<OutputItem> output) {
        StringBuilder text = new StringBuilder();
        List<ToolCall> calls = new ArrayList<>();
        for (OutputItem item : output) {
            switch (item.kind()) {
                case MESSAGE -> text.append(item.text());
                case CALL -> calls.add(new ToolCall(item.callId(), item.tool().taughtName(), item.text()));
                case REASONING -> {
                    // the model is not told of its own thinking
                }
            }
        }
        return new Turn(Turn.Role.ASSISTANT, null, text.toString(), calls, null);
    }
}
