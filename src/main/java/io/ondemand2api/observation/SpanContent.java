package io.ondemand2api.observation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import java.util.List;
import java.util.Locale;

/** What was said, in the form of OpenTelemetry's conventions. Only for operators that ask for it. */
final class SpanContent {

    private static final JsonMapper JSON = new JsonMapper();

    /** A span is kept in memory until it is sent. */
    private static final int MAX_CHARACTERS = 64 * 1024;

    private SpanContent() {}

    static String messages(List<Turn> turns) {
        ArrayNode messages = JSON.createArrayNode();
        for (Turn turn : turns) {
            ObjectNode message =
                    messages.addObject().put("role", turn.role().name().toLowerCase(Locale.ROOT));
            ArrayNode parts = message.putArray("parts");
            if (turn.role() == Turn.Role.TOOL) {
                parts.addObject()
                        .put("type", "tool_call_response")
                        .put("id", turn.toolCallId())
                        .put("response", cut(turn.text()));
            } else if (!turn.text().isEmpty()) {
                parts.addObject().put("type", "text").put("content", cut(turn.text()));
            }
            for (ToolCall call : turn.toolCalls()) {
                parts.addObject()
                        .put("type", "tool_call")
                        .put("id", call.id())
                        .put("name", call.name())
                        .put("arguments", cut(call.arguments()));
            }
        }
        return messages.toString();
    }

    static String cut(String text) {
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    }
}
