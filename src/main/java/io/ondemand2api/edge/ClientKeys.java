package io.ondemand2api.edge;

import io.ondemand2api.conversation.Sha256;
import io.ondemand2api.openai.OpenAiError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Knows the keys that clients may present. Only their digests are kept, and every comparison takes the same time,
 * whichever key fits and however much of one does.
 */
public final class ClientKeys {

    private static final String BEARER = "bearer ";

    private record Client(String label, byte[] digest) {}

    private volatile List<Client> clients = List.of();
    private int labels;

    /** @param keys the keys, in the order of their labels; at least one */
    public ClientKeys(List<String> keys) {
        replace(keys);
    }

    /**
     * Goes on with these keys. Those that stay keep their label; those that are new get labels that no key had before,
     * so that no client can go on with another's conversations. Requests that came in with a key that is gone finish.
     *
     * @param keys the keys; at least one
     */
    public final synchronized void replace(List<String> keys) {
        List<Client> after = new ArrayList<>();
        for (String key : keys) {
            byte[] digest = digest(key);
            String label = label(digest);
            if (label == null) {
                labels++;
                label = "client-" + labels;
            }
            after.add(new Client(label, digest));
        }
        clients = List.copyOf(after);
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
        String client = bearer == null ? null : label(digest(bearer));
        if (client == null && apiKey != null) {
            client = label(digest(apiKey.strip()));
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

    /** Looks at every key, however soon one fits. */
    private String label(byte[] presented) {
        String found = null;
        for (Client client : clients) {
            if (MessageDigest.isEqual(client.digest(), presented)) {
                found = client.label();
            }
        }
        return found;
    }

    private static byte[] digest(String key) {
        return Sha256.start().digest(key.getBytes(StandardCharsets.UTF_8));
    }
}
