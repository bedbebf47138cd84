package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;
import java.util.ArrayList;
import java.util.List;

/** Gathers the calls of an answer and writes them as a message has them. */
final class ToolCallJson {

    private final ToolCallForm form;
    private final List<AnswerPart.CallStarted> calls = new ArrayList<>();
    private final List<StringBuilder> arguments = new ArrayList<>();

    ToolCallJson(ToolCallForm form) {
        this.form = form;
    }

    void start(AnswerPart.CallStarted call) {
        calls.add(call);
        arguments.add(new StringBuilder());
    }

    void append(AnswerPart.CallArguments piece) {
        arguments.get(arguments.size() - 1).append(piece.delta());
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Appends the field with a comma before it; nothing when there are no calls. */
    void appendField(ByteSink out) {
        if (isEmpty()) {
            return;
        }
        if (form == ToolCallForm.FUNCTION_CALL) {
            out.append(",\"function_call\":");
            appendFunction(0, out);
            return;
        }
        out.append(",\"tool_calls\":[");
        for (int i = 0; i < calls.size(); i++) {
            out.append(i == 0 ? "{\"id\":" : ",{\"id\":");
            JsonText.appendQuoted(calls.get(i).id(), out);
            out.append(",\"type\":\"function\",\"function\":");
            appendFunction(i, out);
            out.append("}");
        }
        out.append("]");
    }

    private void appendFunction(int index, ByteSink out) {
        out.append("{\"name\":");
        JsonText.appendQuoted(calls.get(index).name(), out);
        out.append(",\"arguments\":");
        JsonText.appendQuoted(arguments.get(index).toString(), out);
        out.append("}");
    }
}
