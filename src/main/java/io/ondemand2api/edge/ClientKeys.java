package io.ondemand2api.edge;

import io.ondemand2api.conversation.Sha256;
import io.ondemand2api.openai.OpenAiError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/**
 * Knows the keys that clients may present. Only their digests are kept, and every comparison takes the same time,
 * whichever key fits and however much of one does.
 */
public final class ClientKeys {

    private static final String BEARER = "bearer ";

    private final List<byte[]> digests;

    /** @param keys the keys, in the order of their labels; at least one */
    public ClientKeys(List<String> keys) {
        digests = keys.stream().map(ClientKeys::digest).toList();
    }

    /**
     * Finds whose key a request bears.
     *
     * @param authorization the header {@code Authorization}, or null
     * @param apiKey the header {@code X-API-KEY}, or null
     * @return {@code client-1}, {@code client-2}, …
     * @throws RefusedException with 401 when there is none that fits
     */
    public String authenticate(String authorization, String apiKey) throws RefusedException {
        String bearer = bearer(authorization);
        String client = bearer == null ? null : client(bearer);
        if (client == null && apiKey != null) {
            client = client(apiKey.strip());
        }
        if (client == null) {
            throw new RefusedException(OpenAiError.unauthorized(bearer != null || apiKey != null));
        }
        return client;
    }

    private static String bearer(String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private String client(String key) {
        byte[] presented = digest(key);
        int found = -1;
        for (int i = 0; i < digests.size(); i++) {
            if (MessageDigest.isEqual(digests.get(i), presented)) {
                found = i;
            }
        }
        return found < 0 ? null : "client-" + (found + 1);
    }

    private static byte[] digest(String key) {
        return Sha256.start().digest(key.getBytes(StandardCharsets.UTF_8));
    }
}
