package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks as Anthropic's clients do, and makes of events what they make of them. */
record MessagesClient(GatewayUnderTest gateway) {

    /** A body in single quotes, with these fields beside the model and the limit. */
    static String body(boolean stream, String fields) {
        return ("{'model':'gpt-4o','max_tokens':4000,'stream':" + stream + "," + fields + "}").replace('\'', '"');
    }

    static String user(String text) {
        return "'messages':[{'role':'user','content':" + Chat.quoted(text) + "}]";
    }

    HttpResponse<String> send(String path, String body) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path))
                .timeout(Duration.ofSeconds(30))
                .header("x-api-key", GatewayUnderTest.CLIENT_KEY)
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "interleaved-thinking-2025-05-14,claude-code-20250219")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The message, however it came. */
    JsonNode ask(String body) {
        HttpResponse<String> response = send("/v1/messages?beta=true", body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        boolean stream =
                response.headers().firstValue("content-type").orElse("").equals("text/event-stream");
        return stream ? accumulated(response.body()) : Chat.json(response.body());
    }

    /** What an SDK makes of the events. */
    static JsonNode accumulated(String stream) {
        ObjectNode message = null;
        StringBuilder input = new StringBuilder();
        for (String data : Chat.data(stream)) {
            JsonNode event = Chat.json(data);
            switch (event.path("type").asText()) {
                case "message_start" -> message = (ObjectNode) event.path("message");
                case "content_block_start" -> content(message).add(event.path("content_block"));
                case "content_block_delta" -> delta(last(message), event.path("delta"), input);
                case "content_block_stop" -> {
                    if (last(message).path("type").asText().equals("tool_use")) {
                        last(message).set("input", Chat.json(input.toString()));
                        input.setLength(0);
                    }
                }
                case "message_delta" -> {
                    message.setAll((ObjectNode) event.path("delta"));
                    message.set("usage", event.path("usage"));
                }
                default -> {}
            }
        }
        return message;
    }

    private static ArrayNode content(ObjectNode message) {
        return (ArrayNode) message.path("content");
    }

    private static ObjectNode last(ObjectNode message) {
        return (ObjectNode) content(message).get(content(message).size() - 1);
    }

    private static void delta(ObjectNode block, JsonNode delta, StringBuilder input) {
        for (String field : List.of("text", "thinking", "signature")) {
            if (delta.has(field)) {
                block.put(field, block.path(field).asText() + delta.path(field).asText());
            }
        }
        input.append(delta.path("partial_json").asText());
    }

    /** A history: a user's text or blocks, a message of the assistant as it came, and so on. */
    static String history(Object... turns) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < turns.length; i++) {
            ObjectNode message = messages.addObject().put("role", i % 2 == 0 ? "user" : "assistant");
            if (turns[i] instanceof JsonNode answer) {
                message.set("content", answer.has("content") ? answer.path("content") : answer);
            } else {
                message.put("content", turns[i].toString());
            }
        }
        return messages.toString();
    }
}
