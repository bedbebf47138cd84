package io.ondemand2api.app;

import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.KeyFileWatcher;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.ClientKeys;
import io.ondemand2api.sessions.SessionManager;
import java.time.Duration;
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
            Credentials access, Duration refresh, KeyPool keys, SessionManager sessions, ClientKeys clientKeys) {
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
        rotation.start();
        return rotation;
    }
}
