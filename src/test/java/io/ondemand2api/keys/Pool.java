package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pool under test, with the clock in hand. */
final class Pool {

    final ManualClock clock = new ManualClock();
    final KeyPool keys;

    private Pool(int size, KeySettings settings) {
        keys = pool(size, settings, clock);
    }

    static KeyPool pool(int size, KeySettings settings, Clock clock) {
        List<String> secrets = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            secrets.add("secret-" + i);
        }
        return new KeyPool(secrets, settings, clock);
    }

    static Pool of(int size) {
        return new Pool(size, KeySettings.defaults());
    }

    static Pool of(int size, int maxConcurrentRequests) {
        return new Pool(size, settings(maxConcurrentRequests, 10));
    }

    /** Opens after three failures, and is probed by two requests. */
    static Pool frail(int size) {
        return new Pool(size, settings(Integer.MAX_VALUE, 3));
    }

    static KeySettings settings(int maxConcurrentRequests, int failuresToOpen) {
        KeySettings usual = KeySettings.defaults();
        return new KeySettings(
                maxConcurrentRequests,
                usual.disabledFor(),
                usual.throttledFor(),
                usual.throttledAtLeast(),
                usual.throttledAtMost(),
                usual.failingFor(),
                usual.failingAtMost(),
                failuresToOpen,
                usual.openFor(),
                2,
                usual.poolThrottledKeys(),
                usual.poolThrottledWindow(),
                usual.poolThrottledFor());
    }

    KeyLease lease() {
        try {
            return keys.lease(Duration.ZERO);
        } catch (GatewayException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Why there is no key now. */
    GatewayException refusal() {
        return refusal(Duration.ZERO);
    }

    GatewayException refusal(Duration patience) {
        GatewayException refusal = catchThrowableOfType(GatewayException.class, () -> keys.lease(patience));
        if (refusal == null) {
            throw new AssertionError("there was a key");
        }
        return refusal;
    }

    void succeed() {
        try (KeyLease lease = lease()) {
            lease.answering();
            lease.succeeded();
        }
    }

    /** @return the label of the key that failed */
    String fail(Failure failure) {
        return fail(failure, null);
    }

    String fail(Failure failure, Duration retryAfter) {
        try (KeyLease lease = lease()) {
            lease.failed(new GatewayException(failure, "test", retryAfter));
            return lease.label();
        }
    }

    void pass(long seconds) {
        clock.pass(Duration.ofSeconds(seconds));
    }

    KeyStatus status(int key) {
        return keys.status().get(key - 1);
    }
}
