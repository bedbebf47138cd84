package io.ondemand2api.media;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.JsonTexts;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Reads the answer to a {@link MediaUpload}. */
public final class MediaResponse {

    private static final String DATA = "data";
    private static final String STATUS = "data.actionStatus";
    private static final String CONTEXT = "data.context";
    private static final String EXTRACTED = "data.extractedText";
    private static final Set<String> FIELDS = Set.of(DATA, STATUS, CONTEXT, EXTRACTED);

    private MediaResponse() {}

    /**
     * What was read from the file: {@code data.context}, {@code data.extractedText}, or both where they differ.
     *
     * @return blank when there is no text in the file
     * @throws AnswerException when it was not read
     */
    public static String text(byte[] body) throws GatewayException {
        Map<String, String> said = data(body);
        String status = said.getOrDefault(STATUS, "completed");
        String context = said.getOrDefault(CONTEXT, "").strip();
        String extracted = said.getOrDefault(EXTRACTED, "").strip();
        boolean nothing = context.isEmpty() && extracted.isEmpty();
        if (status.equals("failed") || nothing && !status.equals("completed")) {
            throw UpstreamFailures.failed();
        }
        if (context.isEmpty() || extracted.contains(context)) {
            return extracted;
        }
        return extracted.isEmpty() || context.contains(extracted) ? context : context + "\n\n" + extracted;
    }

    private static Map<String, String> data(byte[] body) throws GatewayException {
        try {
            Map<String, String> said = JsonTexts.of(body, 0, body.length, FIELDS);
            if (JsonTexts.OBJECT.equals(said.get(DATA))) {
                return said;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }
}
