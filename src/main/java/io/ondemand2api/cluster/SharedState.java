package io.ondemand2api.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.DefaultClientResources;
import io.ondemand2api.clients.SharedLimits;
import io.ondemand2api.core.SharedPlaces;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.sessions.SharedSessions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis, watched by a thread of its own. No request waits for it, and none fails because of it: while it
 * is away, this process goes on with what it knows, and what it has learnt is merged when it is back.
 */
public final class SharedState implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedState.class);

    private static final long CHECK_MILLIS = 500;
    private static final long MERGE_EVERY = 10;

    /** Checks in a row without an answer, after which the connections are made anew: a cut network ends none of them. */
    private static final int MAX_SILENT_CHECKS = 20;

    /** Commands that may wait for Redis; beyond them, what is to be told is dropped until the next merge. */
    private static final int MAX_WAITING = 1000;

    private final ClusterSettings settings;
    private final DefaultClientResources resources = DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .build();
    private final RedisClient client;
    private final RedisLink redis = new RedisLink();
    private final SharedKeyRests rests;
    private final HeldPlaces places = new HeldPlaces(redis);
    private final SharedClientLimits limits = new SharedClientLimits(redis);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "shared-state");
        thread.setDaemon(true);
        return thread;
    });
    private StatefulRedisPubSubConnection<String, String> news;
    /** The subscription failed. */
    private volatile boolean unheard;

    private boolean told;
    private long checks;
    private int silentChecks;

    private SharedState(ClusterSettings settings, KeyPool keys) {
        this.settings = settings;
        this.client = RedisClient.create(resources, settings.redis());
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_WAITING)
                .timeoutOptions(TimeoutOptions.enabled(ClusterSettings.TIMEOUT))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(ClusterSettings.CONNECT_TIMEOUT)
                        .build())
                .build());
        this.rests = new SharedKeyRests(keys, redis, places);
    }

    /** Begins to share; null when the settings name no Redis. */
    public static SharedState start(ClusterSettings settings, KeyPool keys) {
        if (settings.redis() == null) {
            return null;
        }
        SharedState state = new SharedState(settings, keys);
        state.timer.scheduleWithFixedDelay(state::check, 0, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        return state;
    }

    /** True while Redis answers. */
    public boolean up() {
        return redis.up();
    }

    /** The sessions in which all processes may go on. */
    public SharedSessions sessions() {
        return new OfferedSessions(redis, rests.keys());
    }

    /** Places of which all processes together have so many. */
    public SharedPlaces places() {
        return places;
    }

    /** The limits of clients that all processes keep together. */
    public SharedLimits limits() {
        return limits;
    }

    private void check() {
        try {
            connect();
            boolean back = !redis.up();
            redis.beat();
            silentChecks = 0;
            listen();
            if (back) {
                rests.merge();
                limits.back();
                places.renewAll();
            } else if (++checks % MERGE_EVERY == 0) {
                rests.take();
            }
            places.renew();
            tell(true);
        } catch (RuntimeException away) {
            redis.away();
            tell(false);
            if (++silentChecks % MAX_SILENT_CHECKS == 0) {
                disconnect();
            }
        }
    }

    private void disconnect() {
        if (redis.connection() != null) {
            redis.connection().closeAsync();
            redis.connected(null);
        }
        if (news != null) {
            news.closeAsync();
            news = null;
        }
    }

    /** Unless it is connected: a connection that has ended is made again by the client itself. */
    private void connect() {
        if (redis.connection() == null) {
            redis.connected(client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)));
        }
    }

    /** After the clock was measured: news are times by it. */
    private void listen() {
        if (unheard) {
            unheard = false;
            news.closeAsync();
            news = null;
        }
        if (news == null) {
            StatefulRedisPubSubConnection<String, String> made = client.connectPubSub();
            made.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    rests.hear(message);
                }
            });
            news = made;
            // one that is late is perhaps never sent
            made.async().subscribe(SharedKeyRests.CHANNEL).whenComplete((done, late) -> {
                if (late != null) {
                    unheard = true;
                }
            });
        }
    }

    private void tell(boolean now) {
        if (now == told && checks > 0) {
            return;
        }
        checks++;
        told = now;
        String where = settings.redis().getHost() == null
                ? "Redis"
                : settings.redis().getHost() + ":" + settings.redis().getPort();
        if (now) {
            LOG.info("State is shared through {}", where);
        } else {
            LOG.warn("{} does not answer in time: requests go on with what this process knows", where);
        }
    }

    @Override
    public void close() {
        redis.away();
        timer.shutdownNow();
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).thenRun(() -> resources.shutdown(0, 1, TimeUnit.SECONDS));
    }
}
