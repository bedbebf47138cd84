package io.ondemand2api.gateway;

import java.util.HashSet;
import java.util.List;

/**
 * Who may use the gateway, and what it uses in turn.
 *
 * @param upstreamKeys the OnDemand keys; one made-up key with the simulator
 * @param clientKeys the keys that clients must present
 * @param upstream the upstream's root, without a slash at its end
 * @param simulated true when there are no OnDemand keys, so that the simulator must answer
 */
record Access(List<String> upstreamKeys, List<String> clientKeys, String upstream, boolean simulated) {

    /** The original's default, which opens nothing but the simulator. */
    static final String SIMULATOR_CLIENT_KEY = "testofli";

    private static final String CHAT_PATH = "/chat/v1";

    static Access read(Settings settings) {
        List<String> upstreamKeys = keys(settings, "ondemand.apiKeys", "ONDEMAND_APIKEYS");
        List<String> clientKeys = keys(settings, "gateway.privateKey", "PRIVATE_KEY");
        String upstream = upstream(settings.text("ondemand.base"));
        if (!upstreamKeys.isEmpty()) {
            if (clientKeys.isEmpty()) {
                throw new ConfigurationException(
                        "PRIVATE_KEY is missing: with real ONDEMAND_APIKEYS, set the key that clients must present.");
            }
            return new Access(upstreamKeys, clientKeys, upstream, false);
        }
        if (settings.text("gateway.profile").equals("prod")) {
            throw new ConfigurationException(
                    "ONDEMAND_APIKEYS is missing: profile prod needs at least one OnDemand key.");
        }
        return new Access(
                List.of("simulator"),
                clientKeys.isEmpty() ? List.of(SIMULATOR_CLIENT_KEY) : clientKeys,
                upstream,
                true);
    }

    private static List<String> keys(Settings settings, String property, String variable) {
        List<String> keys = settings.list(property);
        if (keys.stream().anyMatch(String::isEmpty)) {
            throw new ConfigurationException(
                    variable + " holds an empty key: separate keys by single commas, without one at the end.");
        }
        if (new HashSet<>(keys).size() != keys.size()) {
            throw new ConfigurationException(variable + " holds the same key twice: name each once.");
        }
        if (keys.stream().anyMatch(key -> !key.matches("[\\x21-\\x7E]+"))) {
            throw new ConfigurationException(
                    variable + " holds a key with blanks or characters beyond ASCII, which no header can carry.");
        }
        return keys;
    }

    /** A trailing {@code /chat/v1} is accepted, since the original wanted it. */
    private static String upstream(String base) {
        String root = base.replaceAll("/+$", "");
        if (root.endsWith(CHAT_PATH)) {
            root = root.substring(0, root.length() - CHAT_PATH.length());
        }
        if (!root.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw new ConfigurationException(
                    "ONDEMAND_API_BASE must be an http or https address, such as https://api.on-demand.io, not `" + base
                            + "`.");
        }
        return root;
    }
}
