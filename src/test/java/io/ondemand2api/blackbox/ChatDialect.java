package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chat Completions. */
final class ChatDialect implements DialectClient {

    private static final String DONE = "[DONE]";

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public boolean canSay(JsonNode chat) {
        return true;
    }

    @Override
    public ObjectNode request(JsonNode chat) {
        return chat.deepCopy();
    }

    @Override
    public ClientAnswer whole(String body) {
        JsonNode answer = Chat.json(body);
        JsonNode choice = answer.at("/choices/0");
        ArrayNode calls = DialectJson.array();
        for (JsonNode call : choice.at("/message/tool_calls")) {
            DialectJson.addCall(
                    calls,
                    call.at("/function/name").asText(),
                    Chat.json(call.at("/function/arguments").asText()));
        }
        return new ClientAnswer(
                choice.at("/message/content").asText(""),
                choice.at("/message/reasoning_content").asText(""),
                calls,
                choice.path("finish_reason").asText(),
                answer.at("/usage/total_tokens").asInt());
    }

    @Override
    public ClientAnswer streamed(String body) {
        List<String> data = Chat.data(body);
        assertThat(data).last().isEqualTo(DONE);
        StringBuilder reasoning = new StringBuilder();
        Map<Integer, StringBuilder> names = new TreeMap<>();
        Map<Integer, StringBuilder> arguments = new TreeMap<>();
        String finish = "";
        int tokens = 0;
        for (String chunk : data.subList(0, data.size() - 1)) {
            JsonNode json = Chat.json(chunk);
            JsonNode choice = json.at("/choices/0");
            reasoning.append(choice.at("/delta/reasoning_content").asText(""));
            for (JsonNode call : choice.at("/delta/tool_calls")) {
                int index = call.path("index").asInt();
                piece(names, index).append(call.at("/function/name").asText(""));
                piece(arguments, index).append(call.at("/function/arguments").asText(""));
            }
            finish = choice.path("finish_reason").asText(finish);
            tokens = json.at("/usage/total_tokens").asInt(tokens);
        }
        ArrayNode calls = DialectJson.array();
        names.forEach((index, name) -> DialectJson.addCall(
                calls, name.toString(), Chat.json(arguments.get(index).toString())));
        return new ClientAnswer(Chat.content(body), reasoning.toString(), calls, finish, tokens);
    }

    private static StringBuilder piece(Map<Integer, StringBuilder> pieces, int index) {
        return pieces.computeIfAbsent(index, i -> new StringBuilder());
    }

    @Override
    public ClientError error(String body) {
        return error(Chat.json(body));
    }

    private static ClientError error(JsonNode body) {
        JsonNode error = body.path("error");
        return new ClientError(
                error.path("type").asText(),
                DialectJson.textOrNull(error.path("code")),
                error.path("message").asText());
    }

    @Override
    public ClientError streamError(String body) {
        if (!body.contains("event: error\n")) {
            return null;
        }
        assertThat(body).doesNotContain(DONE).doesNotContain("\"finish_reason\":\"");
        return error(DialectJson.last(DialectJson.events(body)));
    }
}
