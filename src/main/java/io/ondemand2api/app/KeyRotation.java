package io.ondemand2api.app;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.ClientFile;
import io.ondemand2api.clients.ClientLimiter;
import io.ondemand2api.clients.KeyDigest;
import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.KeyFileWatcher;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.ClientKeys;
import io.ondemand2api.sessions.SessionManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a file of keys changes while the gateway runs. */
final class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private KeyRotation() {}

    /**
     * Follows the files of keys, if there are any.
     *
     * @param refresh how often they are looked at
     */
    static KeyFileWatcher start(
            Credentials access,
            ClientFile clients,
            Duration refresh,
            KeyPool keys,
            SessionManager sessions,
            ClientKeys clientKeys,
            ClientLimiter limiter) {
        KeyFileWatcher rotation = new KeyFileWatcher(refresh);
        if (access.upstreamKeyFile() != null) {
            rotation.follow(access.upstreamKeyFile(), access.upstreamKeys(), secrets -> {
                Set<String> gone = keys.replace(secrets);
                sessions.forgetKeys(gone);
                LOG.info("The OnDemand keys were read anew: {} in use, {} gone", keys.size(), gone.size());
            });
        }
        if (access.clientKeyFile() != null) {
            rotation.follow(access.clientKeyFile(), access.clientKeys(), secrets -> {
                if (!access.simulated()) {
                    Credentials.mustBeSecret(secrets, access.clientKeyFile().source());
                }
                clientKeys.replace(secrets);
                LOG.info("The client keys were read anew: {} in use", secrets.size());
            });
        }
        if (clients.file() != null) {
            limiter.use(clients.atStart());
            clientKeys.list(clients.atStart());
            rotation.follow(clients.file(), clients::read, clients.atStart(), listed -> {
                mustBeSecret(access, listed, clients.file().source());
                limiter.use(listed);
                clientKeys.list(listed);
                LOG.info("The list of clients was read anew: {} clients", listed.size());
            });
        }
        rotation.start();
        return rotation;
    }

    /**
     * As {@link Credentials#mustBeSecret}, for the list of clients.
     *
     * @throws ConfigurationException when one of them has the key of the simulator
     */
    static void mustBeSecret(Credentials access, List<Client> listed, String source) {
        String known = KeyDigest.of(Credentials.SIMULATOR_CLIENT_KEY);
        if (!access.simulated() && listed.stream().anyMatch(client -> known.equals(client.sha256()))) {
            Credentials.mustBeSecret(List.of(Credentials.SIMULATOR_CLIENT_KEY), source);
        }
    }
}
