package io.ondemand2api.config;

import java.util.List;

/**
 * Who may use the gateway, and what it uses in turn.
 *
 * @param upstreamKeys the OnDemand keys; one made-up key with the simulator
 * @param upstreamKeyFile the file they were read from, or null
 * @param clientKeys the keys that clients must present; there may be none when {@code gateway.clients} lists them
 * @param clientKeyFile the file they were read from, or null
 * @param upstream the upstream's root, without a slash at its end
 * @param simulated true when there are no OnDemand keys, so that the simulator must answer
 */
public record Credentials(
        List<String> upstreamKeys,
        KeyFile upstreamKeyFile,
        List<String> clientKeys,
        KeyFile clientKeyFile,
        String upstream,
        boolean simulated) {

    /** The original's default, which opens nothing but the simulator. */
    public static final String SIMULATOR_CLIENT_KEY = "testofli";

    private static final String CHAT_PATH = "/chat/v1";
    private static final String UPSTREAM_KEYS = "ondemand.apiKeys";
    private static final String CLIENT_KEYS = "gateway.clientKeys";

    /** What the configuration says; what is wrong is a problem of the settings. */
    public static Credentials read(Settings settings) {
        KeyFile upstreamKeyFile = file(settings, UPSTREAM_KEYS);
        KeyFile clientKeyFile = file(settings, CLIENT_KEYS);
        List<String> upstreamKeys = keys(settings, UPSTREAM_KEYS, upstreamKeyFile);
        List<String> clientKeys = keys(settings, CLIENT_KEYS, clientKeyFile);
        boolean production = settings.choice("gateway.profile", "dev", "prod").equals("prod");
        // then it is that list's business who may come in
        boolean listed = !settings.text("gateway.clients").isEmpty();
        boolean simulated = upstreamKeys != null && upstreamKeys.isEmpty();
        if (simulated && production) {
            settings.problem("ONDEMAND_APIKEYS is missing: profile prod needs at least one OnDemand key.");
        }
        if (!simulated && clientKeys != null) {
            String source = clientKeyFile == null ? settings.named(CLIENT_KEYS) : clientKeyFile.source();
            settings.require(
                    upstreamKeys == null || !clientKeys.isEmpty() || listed,
                    () -> "PRIVATE_KEY is missing: with real ONDEMAND_APIKEYS, set the key that clients must present.");
            settings.collect(() -> {
                mustBeSecret(clientKeys, source);
                return source;
            });
        }
        return new Credentials(
                simulated || upstreamKeys == null ? List.of("simulator") : upstreamKeys,
                upstreamKeyFile,
                clientKeys == null || clientKeys.isEmpty() && !listed ? List.of(SIMULATOR_CLIENT_KEY) : clientKeys,
                clientKeyFile,
                upstream(settings),
                simulated);
    }

    /**
     * Real keys must not be usable with the client key that the documentation names.
     *
     * @throws ConfigurationException when one of these is the key of the simulator
     */
    public static void mustBeSecret(List<String> clientKeys, String source) {
        if (clientKeys.contains(SIMULATOR_CLIENT_KEY)) {
            throw new ConfigurationException(source + " holds `" + SIMULATOR_CLIENT_KEY
                    + "`, which is public: with real ONDEMAND_APIKEYS, set a key of your own.");
        }
    }

    /** The file that holds the keys of this property, or null. */
    private static KeyFile file(Settings settings, String property) {
        String name = property + "File";
        settings.require(
                settings.text(name).isEmpty() || settings.text(property).isEmpty(),
                () -> settings.named(property) + " and " + settings.named(name) + " are both given: give one of them.");
        return KeyFile.named(settings, name);
    }

    /** The keys of this property, perhaps none; null when they are wrong, which is a problem then. */
    private static List<String> keys(Settings settings, String property, KeyFile file) {
        if (!settings.text(property).isEmpty()
                && !settings.text(property + "File").isEmpty()) {
            return null; // which of them is meant, is not known
        }
        return settings.collect(() -> file == null
                ? KeyList.parse(settings.text(property), settings.named(property))
                : file.keys(file.content()));
    }

    /** A trailing {@code /chat/v1} is accepted, since the original wanted it. */
    private static String upstream(Settings settings) {
        String base = settings.text("ondemand.base");
        String root = base.replaceAll("/+$", "");
        if (root.endsWith(CHAT_PATH)) {
            root = root.substring(0, root.length() - CHAT_PATH.length());
        }
        if (!root.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
            settings.problem(settings.named("ondemand.base")
                    + " must be an http or https address, such as https://api.on-demand.io.");
        }
        return root;
    }
}
