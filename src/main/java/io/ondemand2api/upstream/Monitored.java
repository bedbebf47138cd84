package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;

/** Something that takes time, and that the timer looks at now and then. */
public interface Monitored {

    /**
     * Ends what takes too long. Never waits.
     *
     * @param now by {@link System#nanoTime()}
     */
    void tick(long now, TimeLimits limits);

    /** True when a client waits for it, or waited until just now. */
    default boolean forClient() {
        return false;
    }

    /** True when it is a call of the gateway's own, which no client waits for. */
    default boolean forGateway() {
        return false;
    }

    /** Ends it in any state, since the gateway ends. Never waits; may be called repeatedly. */
    default void cut(GatewayException why) {}
}
