package io.ondemand2api.upstream;

import io.ondemand2api.config.Settings;

/**
 * The bounds for each route that no client waits for.
 *
 * @param atOnce the most exchanges at once, at least 1
 * @param queue the most that wait for their turn
 */
public record BackgroundSettings(int atOnce, int queue) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static BackgroundSettings from(Settings settings) {
        return new BackgroundSettings(
                settings.number("ondemand.backgroundCalls", 1, 10_000),
                settings.number("ondemand.backgroundQueue", 1, 1_000_000));
    }
}
