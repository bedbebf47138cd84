package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.cases.AnswerCase;
import java.net.http.HttpResponse;

/** The dialects that the gateway speaks, each by its client. */
enum ApiDialect {
    CHAT_COMPLETIONS(new ChatDialect()),
    RESPONSES(new ResponsesDialect()),
    MESSAGES(new MessagesDialect());

    private final DialectClient client;

    ApiDialect(DialectClient client) {
        this.client = client;
    }

    DialectClient client() {
        return client;
    }

    /** A question of one user. */
    String question(String text, boolean stream) {
        return request(Chat.json(stream ? Chat.streamed(text) : Chat.whole(text)));
    }

    /** This request of Chat Completions, in this dialect. */
    String request(JsonNode chat) {
        return AnswerCase.body(client.request(chat));
    }

    HttpResponse<String> send(GatewayUnderTest gateway, String body) {
        return gateway.post(client.path(), body);
    }
}
