package io.ondemand2api.app;

import io.ondemand2api.clients.ClientLimiter;
import io.ondemand2api.clients.SharedLimits;
import io.ondemand2api.config.KeyFileWatcher;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.ClientKeys;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.DeadlineMonitor;
import java.util.List;

/** Who may use the gateway, and how much, while it runs. */
final class ClientAccess implements AutoCloseable {

    private final ClientKeys keys;
    private final ClientLimiter limiter;
    private final SpentTokensStore spent;
    private final KeyFileWatcher rotation;

    private ClientAccess(ClientKeys keys, ClientLimiter limiter, SpentTokensStore spent, KeyFileWatcher rotation) {
        this.keys = keys;
        this.limiter = limiter;
        this.spent = spent;
        this.rotation = rotation;
    }

    /**
     * Follows the files of keys, those of the upstream among them, and keeps what clients spend.
     *
     * @param shared what other processes know of it; null where there are none
     */
    static ClientAccess start(
            GatewaySettings settings,
            KeyPool pool,
            SessionManager sessions,
            DeadlineMonitor watch,
            SharedLimits shared) {
        ClientKeys keys = new ClientKeys(settings.access().clientKeys());
        SpentTokensStore spent = settings.spentTokens();
        ClientLimiter limiter = new ClientLimiter(spent.spent(), shared);
        watch.add(spent);
        KeyFileWatcher rotation = KeyRotation.start(
                settings.access(), settings.clients(), settings.secretsRefresh(), pool, sessions, keys, limiter);
        return new ClientAccess(keys, limiter, spent, rotation);
    }

    /** The first steps of entry routes. */
    ClientSteps steps(ServerSettings server) {
        return new ClientSteps(
                keys, limiter, server.admission(), server.maxBodyBytes(), server.bodyTimeout(), server.writeTimeout());
    }

    /** What is wrong with files of keys, of which the last good content is in use. */
    List<String> problems() {
        return rotation.problems();
    }

    @Override
    public void close() {
        rotation.close();
        spent.close();
    }
}
