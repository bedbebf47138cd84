package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The Responses API. */
final class ResponsesDialect implements DialectClient {

    /** OpenAI takes no smaller limit here. */
    private static final int LEAST_TOKENS = 16;

    @Override
    public String path() {
        return "/v1/responses";
    }

    @Override
    public boolean canSay(JsonNode chat) {
        return chat.path("max_tokens").asInt(LEAST_TOKENS) >= LEAST_TOKENS;
    }

    @Override
    public ObjectNode request(JsonNode chat) {
        ObjectNode request = DialectJson.object().put("store", false);
        DialectJson.copy(chat, request, "model", "stream", "temperature", "top_p", "metadata");
        ArrayNode input = request.putArray("input");
        chat.path("messages").forEach(message -> add(message, input));
        if (chat.has("max_tokens")) {
            request.set("max_output_tokens", chat.get("max_tokens"));
        }
        if (chat.has("tools")) {
            ArrayNode tools = request.putArray("tools");
            chat.path("tools").forEach(tool -> tools.add(flat(tool, "function")));
        }
        if (chat.has("tool_choice")) {
            JsonNode choice = chat.get("tool_choice");
            request.set("tool_choice", choice.isObject() ? flat(choice, "function") : choice);
        }
        if (chat.has("response_format")) {
            request.putObject("text").set("format", flat(chat.get("response_format"), "json_schema"));
        }
        return request;
    }

    private static ObjectNode flat(JsonNode nested, String field) {
        ObjectNode flat = DialectJson.object().put("type", nested.path("type").asText());
        nested.path(field).properties().forEach(one -> flat.set(one.getKey(), one.getValue()));
        return flat;
    }

    private static void add(JsonNode message, ArrayNode input) {
        if (message.path("role").asText().equals("tool")) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", message.path("tool_call_id").asText())
                    .set("output", message.get("content"));
            return;
        }
        if (!message.has("tool_calls") || !message.path("content").isNull()) {
            ObjectNode item = input.addObject();
            DialectJson.copy(message, item, "role", "content");
        }
        for (JsonNode call : message.path("tool_calls")) {
            input.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.path("id").asText())
                    .put("name", call.at("/function/name").asText())
                    .put("arguments", call.at("/function/arguments").asText());
        }
    }

    @Override
    public ClientAnswer whole(String body) {
        return answer(Chat.json(body));
    }

    private static ClientAnswer answer(JsonNode response) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ArrayNode calls = DialectJson.array();
        for (JsonNode item : response.path("output")) {
            switch (item.path("type").asText()) {
                case "message" ->
                    item.path("content")
                            .forEach(part -> content.append(part.path("text").asText()));
                case "reasoning" ->
                    item.path("summary")
                            .forEach(part -> reasoning.append(part.path("text").asText()));
                default ->
                    DialectJson.addCall(
                            calls,
                            item.path("name").asText(),
                            Chat.json(item.path("arguments").asText()));
            }
        }
        String finish = switch (response.path("status").asText()) {
            case "completed" -> calls.isEmpty() ? "stop" : "tool_calls";
            case "incomplete" -> "length";
            default -> throw new AssertionError("neither completed nor incomplete: " + response);
        };
        return new ClientAnswer(
                content.toString(),
                reasoning.toString(),
                calls,
                finish,
                response.at("/usage/total_tokens").asInt());
    }

    @Override
    public ClientAnswer streamed(String body) {
        List<JsonNode> events = DialectJson.events(body);
        ClientAnswer answer = answer(DialectJson.last(events).path("response"));
        assertThat(deltas(events, "response.output_text.delta")).isEqualTo(answer.content());
        assertThat(deltas(events, "response.reasoning_summary_text.delta")).isEqualTo(answer.reasoning());
        return answer;
    }

    private static String deltas(List<JsonNode> events, String type) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals(type)) {
                text.append(event.path("delta").asText());
            }
        }
        return text.toString();
    }

    @Override
    public ClientError error(String body) {
        JsonNode error = Chat.json(body).path("error");
        return new ClientError(
                error.path("type").asText(),
                DialectJson.textOrNull(error.path("code")),
                error.path("message").asText());
    }

    @Override
    public ClientError streamError(String body) {
        List<JsonNode> events = DialectJson.events(body);
        JsonNode last = DialectJson.last(events);
        if (!last.path("type").asText().equals("response.failed")) {
            return null;
        }
        assertThat(body).doesNotContain("response.completed").doesNotContain("response.incomplete");
        JsonNode first = events.get(events.size() - 2);
        JsonNode second = last.at("/response/error");
        assertThat(first.path("type").asText()).isEqualTo("error");
        assertThat(second.path("message")).isEqualTo(first.path("message"));
        return new ClientError(
                second.path("code").asText(),
                DialectJson.textOrNull(first.path("code")),
                first.path("message").asText());
    }
}
