package io.ondemand2api.gateway;

/** Something that takes time, and that the timer looks at now and then. */
interface Watched {

    /**
     * Ends what takes too long. Never waits.
     *
     * @param now by {@link System#nanoTime()}
     */
    void tick(long now, TimeLimits limits);
}
