package io.ondemand2api.server;

import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the keys that clients may present. Only their digests are kept, and every comparison takes the same time,
 * independent of which key fits and how much of it does.
 */
public final class ClientKeys {

    private static final Pattern BEARER = Pattern.compile("(?i)bearer[ \\t]+(.*)", Pattern.DOTALL);

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
     * Finds whose key a request bears. A key may stand in several headers, but not two keys: something in front may have
     * believed the other one. {@code Authorization} of another scheme than Bearer, such as a proxy's, bears no key.
     *
     * @param authorizations all headers {@code Authorization}
     * @param keyHeaders for each header that bears nothing but a key, all headers of that name
     * @return {@code client-1}, {@code client-2}, …
     * @throws RefusedException with 401 when there is none that fits, or more than one
     */
    public String authenticate(List<String> authorizations, List<List<String>> keyHeaders) throws RefusedException {
        boolean repeated = authorizations.size() > 1;
        Set<String> presented = new LinkedHashSet<>();
        for (String authorization : authorizations) {
            Matcher bearer = BEARER.matcher(authorization);
            if (bearer.matches()) {
                presented.add(bearer.group(1).strip());
            }
        }
        for (List<String> sameName : keyHeaders) {
            repeated |= sameName.size() > 1;
            sameName.forEach(key -> presented.add(key.strip()));
        }
        if (presented.size() > 1 || repeated) {
            throw new RefusedException(GatewayError.severalKeys());
        }
        String client =
                presented.isEmpty() ? null : label(digest(presented.iterator().next()));
        if (client == null) {
            throw new RefusedException(GatewayError.unauthorized(!presented.isEmpty()));
        }
        return client;
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
