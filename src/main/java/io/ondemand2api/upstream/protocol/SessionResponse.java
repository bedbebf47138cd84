package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.GatewayException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads the answer of {@code POST /chat/v1/sessions}. */
public final class SessionResponse {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private SessionResponse() {}

    /**
     * The id stands in {@code data.id}; the API of 2024 had {@code chatSession.id}.
     *
     * @throws AnswerException when there is none that can stand in a path
     */
    public static String id(byte[] body) throws GatewayException {
        try {
            JsonNode answer = JSON.readTree(body);
            String id = answer.path("data")
                    .path("id")
                    .asText(answer.path("chatSession").path("id").asText(""));
            if (ACCEPTABLE_ID.matcher(id).matches()) {
                return id;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }
}
