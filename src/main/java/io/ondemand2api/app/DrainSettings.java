package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * How long the parts of the drain take.
 *
 * @param minWait how long new requests are served after a signal
 * @param timeout from the beginning to the end of the last answer
 * @param tail how long the gateway's own calls are waited for when no client is left, and clients after their cut
 */
record DrainSettings(Duration minWait, Duration timeout, Duration tail) {

    /** Reads it; what is wrong is a problem of the settings. */
    static DrainSettings from(Settings settings) {
        settings.mustBeShorter("gateway.drain.minWait", "gateway.drain.timeout");
        return new DrainSettings(
                settings.durationOrNone("gateway.drain.minWait"),
                settings.duration("gateway.drain.timeout"),
                settings.duration("ondemand.tailTimeout"));
    }
}
