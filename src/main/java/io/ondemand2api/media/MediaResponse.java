package io.ondemand2api.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.io.IOException;

/** Reads the answer to a {@link MediaUpload}. */
public final class MediaResponse {

    private static final JsonMapper JSON = new JsonMapper();

    private MediaResponse() {}

    /**
     * What was read from the file: {@code data.context}, {@code data.extractedText}, or both where they differ.
     *
     * @return blank when there is no text in the file
     * @throws AnswerException when it was not read
     */
    public static String text(byte[] body) throws GatewayException {
        JsonNode data = data(body);
        String status = data.path("actionStatus").asText("completed");
        String context = data.path("context").asText("").strip();
        String extracted = data.path("extractedText").asText("").strip();
        boolean nothing = context.isEmpty() && extracted.isEmpty();
        if (status.equals("failed") || nothing && !status.equals("completed")) {
            throw UpstreamFailures.failed();
        }
        if (context.isEmpty() || extracted.contains(context)) {
            return extracted;
        }
        return extracted.isEmpty() || context.contains(extracted) ? context : context + "\n\n" + extracted;
    }

    private static JsonNode data(byte[] body) throws GatewayException {
        try {
            JsonNode data = JSON.readTree(body).path("data");
            if (data.isObject()) {
                return data;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }
}
