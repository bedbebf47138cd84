package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why OnDemand cannot be reached. Every call meets the same fault while it lasts, so each kind is told once in ten
 * seconds, with the number of those that were not. Safe for several threads.
 */
final class FaultLog {

    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    /** When a kind was told last, and how many were not since. */
    private record Told(long at, int left) {}

    /** By the phrases of the faults, which are few. */
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /** This is why a call has failed. */
    void tell(GatewayException failure, UpstreamCall call) {
        if (failure.detail() == null) {
            return;
        }
        long now = System.nanoTime();
        int[] before = {-1};
        told.compute(failure.detail(), (phrase, last) -> {
            if (last != null && now - last.at() < PAUSE) {
                return new Told(last.at(), last.left() + 1);
            }
            before[0] = last == null ? 0 : last.left();
            return new Told(now, 0);
        });
        if (before[0] >= 0) {
            LOG.info(
                    "OnDemand cannot be reached: {} ({} with {}){}",
                    failure.detail(),
                    call.kind().label(),
                    call.lease().label(),
                    before[0] == 0 ? "" : "; " + before[0] + " more calls failed so since this was last told");
        }
    }
}
