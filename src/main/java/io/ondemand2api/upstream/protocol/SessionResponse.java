package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the answer of {@code POST /chat/v1/sessions}. */
public final class SessionResponse {

    private static final String ID = "data.id";
    private static final String ID_OF_2024 = "chatSession.id";
    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private SessionResponse() {}

    /**
     * The id stands in {@code data.id}; the API of 2024 had {@code chatSession.id}.
     *
     * @throws AnswerException when there is none that can stand in a path
     */
    public static String id(byte[] body) throws GatewayException {
        try {
            Map<String, String> said = JsonTexts.of(body, 0, body.length, Set.of(ID, ID_OF_2024));
            String id = said.getOrDefault(ID, said.getOrDefault(ID_OF_2024, ""));
            if (ACCEPTABLE_ID.matcher(id).matches()) {
                return id;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }
}
