package io.ondemand2api.server;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.KeyDigest;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
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

    private record Known(Client client, byte[] digest) {

        Known(Client client) {
            this(client, HexFormat.of().parseHex(client.sha256()));
        }
    }

    /** Those that are known by a key alone, in the order of their labels. */
    private volatile List<Known> plain = List.of();

    /** Those that the operator lists. */
    private volatile List<Known> listed = List.of();

    private int labels;

    /** @param keys the keys, in the order of their labels */
    public ClientKeys(List<String> keys) {
        replace(keys);
    }

    /**
     * Goes on with these keys. Those that stay keep their label; those that are new get labels that no key had before,
     * so that no client can go on with another's conversations. Requests that came in with a key that is gone finish.
     *
     * @param keys the keys
     */
    public final synchronized void replace(List<String> keys) {
        List<Known> after = new ArrayList<>();
        for (String key : keys) {
            Known client = new Known(Client.unlimited("", KeyDigest.of(key)));
            Client before = find(client.digest(), plain);
            if (before == null) {
                labels++;
                before = Client.unlimited("client-" + labels, client.client().sha256());
            }
            after.add(new Known(before));
        }
        plain = List.copyOf(after);
    }

    /** Lets in those that the operator lists, beside those with a plain key. Of one key, the list has the last word. */
    public void list(List<Client> clients) {
        listed = clients.stream().map(Known::new).toList();
    }

    /**
     * Finds whose key a request bears. A key may stand in several headers, but not two keys: something in front may have
     * believed the other one. {@code Authorization} of another scheme than Bearer, such as a proxy's, bears no key.
     *
     * @param authorizations all headers {@code Authorization}
     * @param keyHeaders for each header that bears nothing but a key, all headers of that name
     * @return the client; those that are not listed are called {@code client-1}, {@code client-2}, …
     * @throws RefusedException with 401 when there is none that fits, or more than one, or it has expired
     */
    public Client authenticate(List<String> authorizations, List<List<String>> keyHeaders) throws RefusedException {
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
        Client client = presented.isEmpty() ? null : find(presented.iterator().next());
        if (client == null) {
            throw new RefusedException(GatewayError.unauthorized(!presented.isEmpty()));
        }
        if (client.expired(Instant.now())) {
            throw new RefusedException(GatewayError.keyExpired());
        }
        return client;
    }

    private Client find(String key) {
        byte[] digest = HexFormat.of().parseHex(KeyDigest.of(key));
        Client known = find(digest, plain);
        Client onList = find(digest, listed);
        return onList == null ? known : onList;
    }

    /** Looks at every key, however soon one fits. */
    private static Client find(byte[] presented, List<Known> clients) {
        Client found = null;
        for (Known known : clients) {
            if (MessageDigest.isEqual(known.digest(), presented)) {
                found = known.client();
            }
        }
        return found;
    }
}
