package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.List;

/** The tools that an assistant's message called: {@code tool_calls}, or the deprecated {@code function_call}. */
final class AssistantCalls {

    private AssistantCalls() {}

    static List<ToolCall> read(RequestObject message, int index) throws InvalidRequestException {
        List<ToolCall> calls = new ArrayList<>();
        JsonNode list = message.array("tool_calls", "an array of objects");
        for (int i = 0; list != null && i < list.size(); i++) {
            calls.add(toolCall(RequestObject.of(list.get(i), message.path("tool_calls[" + i + "]"))));
        }
        RequestObject function = message.object("function_call");
        if (function != null) {
            // the old form has no id; one that follows from its place stays the same in every later request
            calls.add(call("function_call_" + index, function));
        }
        return calls;
    }

    private static ToolCall toolCall(RequestObject call) throws InvalidRequestException {
        String id = Names.ofCallId(call, "id");
        String type = call.text("type");
        if (type != null && !type.equals("function")) {
            throw ValidationErrors.invalidValue(call.path("type"), type, List.of("function"));
        }
        return call(id, call.required("function"));
    }

    private static ToolCall call(String id, RequestObject function) throws InvalidRequestException {
        return new ToolCall(id, Names.ofPastCall(function), function.requiredText("arguments"));
    }
}
