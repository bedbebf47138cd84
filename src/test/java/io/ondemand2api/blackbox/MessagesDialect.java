package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Anthropic's Messages. Asks for thinking, which is shown only then. */
final class MessagesDialect implements DialectClient {

    private static final String JSON_OBJECT = "json_object";
    private static final int MANY_TOKENS = 4000;

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public boolean canSay(JsonNode chat) {
        return !chat.at("/response_format/type").asText().equals(JSON_OBJECT);
    }

    @Override
    public ObjectNode request(JsonNode chat) {
        ObjectNode request = DialectJson.object();
        DialectJson.copy(chat, request, "model", "stream", "temperature", "top_p", "max_tokens", "metadata");
        if (!request.has("max_tokens")) {
            request.put("max_tokens", MANY_TOKENS);
        }
        request.putObject("thinking").put("type", "adaptive");
        ArrayNode messages = request.putArray("messages");
        chat.path("messages").forEach(message -> add(message, request, messages));
        if (chat.has("tools")) {
            ArrayNode tools = request.putArray("tools");
            chat.path("tools").forEach(tool -> tools.add(tool(tool.path("function"))));
        }
        if (chat.has("tool_choice")) {
            request.set("tool_choice", choice(chat.get("tool_choice")));
        }
        if (chat.has("response_format")) {
            request.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", chat.at("/response_format/json_schema/schema"));
        }
        return request;
    }

    private static ObjectNode tool(JsonNode function) {
        ObjectNode tool = DialectJson.object();
        DialectJson.copy(function, tool, "name", "description", "strict");
        tool.set("input_schema", function.path("parameters"));
        return tool;
    }

    private static ObjectNode choice(JsonNode choice) {
        ObjectNode said = DialectJson.object();
        if (choice.isObject()) {
            return said.put("type", "tool")
                    .put("name", choice.at("/function/name").asText());
        }
        return said.put("type", choice.asText().equals("required") ? "any" : choice.asText());
    }

    private static void add(JsonNode message, ObjectNode request, ArrayNode messages) {
        String role = message.path("role").asText();
        switch (role) {
            case "system", "developer" -> request.set("system", message.get("content"));
            case "tool" ->
                messages.addObject()
                        .put("role", "user")
                        .putArray("content")
                        .addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", message.path("tool_call_id").asText())
                        .set("content", message.get("content"));
            default -> messages.addObject().put("role", role).set("content", content(message));
        }
    }

    private static JsonNode content(JsonNode message) {
        if (message.path("tool_calls").isEmpty()) {
            return message.get("content");
        }
        ArrayNode blocks = DialectJson.array();
        String text = message.path("content").asText("");
        if (!text.isEmpty()) {
            blocks.addObject().put("type", "text").put("text", text);
        }
        for (JsonNode call : message.path("tool_calls")) {
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", call.at("/function/name").asText())
                    .set("input", Chat.json(call.at("/function/arguments").asText()));
        }
        return blocks;
    }

    @Override
    public ClientAnswer whole(String body) {
        return answer(Chat.json(body));
    }

    private static ClientAnswer answer(JsonNode message) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ArrayNode calls = DialectJson.array();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> content.append(block.path("text").asText());
                case "thinking" -> reasoning.append(block.path("thinking").asText());
                default -> DialectJson.addCall(calls, block.path("name").asText(), block.path("input"));
            }
        }
        String finish = switch (message.path("stop_reason").asText()) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens" -> "length";
            case "tool_use" -> "tool_calls";
            default -> throw new AssertionError("does not say why it stopped: " + message);
        };
        int tokens = message.at("/usage/input_tokens").asInt()
                + message.at("/usage/output_tokens").asInt();
        return new ClientAnswer(content.toString(), reasoning.toString(), calls, finish, tokens);
    }

    @Override
    public ClientAnswer streamed(String body) {
        assertThat(body).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        return answer(MessagesClient.accumulated(body));
    }

    @Override
    public ClientError error(String body) {
        return error(Chat.json(body));
    }

    private static ClientError error(JsonNode body) {
        JsonNode error = body.path("error");
        return new ClientError(
                error.path("type").asText(), null, error.path("message").asText());
    }

    @Override
    public ClientError streamError(String body) {
        List<JsonNode> events = DialectJson.events(body);
        JsonNode last = DialectJson.last(events);
        if (!last.path("type").asText().equals("error")) {
            return null;
        }
        assertThat(body).doesNotContain("message_stop").doesNotContain("\"stop_reason\":\"");
        return error(last);
    }
}
