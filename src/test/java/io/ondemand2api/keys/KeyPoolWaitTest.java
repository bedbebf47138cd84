package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request waits for a key that comes back soon. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyPoolWaitTest {

    private static final Duration LONG = Duration.ofHours(1);

    private Thread waiter;

    @AfterEach
    void stop() {
        if (waiter != null) {
            waiter.interrupt();
        }
    }

    private CompletableFuture<KeyLease> waiting(KeyPool keys, Duration patience) {
        CompletableFuture<KeyLease> lease = new CompletableFuture<>();
        waiter = new Thread(() -> {
            try {
                lease.complete(keys.lease(patience));
            } catch (GatewayException | InterruptedException e) {
                lease.completeExceptionally(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return lease;
    }

    private static void throttle(KeyLease lease, Duration rest) {
        lease.failed(new GatewayException(Failure.KEY_THROTTLED, "test", rest));
        lease.close();
    }

    /** Rests of throttled keys may be as short as a millisecond. */
    private static KeySettings quick() {
        KeySettings usual = Pool.settings(1, 3);
        return new KeySettings(
                1,
                usual.disabledFor(),
                usual.throttledFor(),
                Duration.ofMillis(1),
                usual.throttledAtMost(),
                usual.failingFor(),
                usual.failingAtMost(),
                3,
                usual.openFor(),
                2,
                10,
                usual.poolThrottledWindow(),
                usual.poolThrottledFor());
    }

    @Test
    void doesNotWaitWithoutPatienceNorForAKeyThatIsTooFar() {
        Pool pool = Pool.of(1);
        pool.fail(Failure.KEY_THROTTLED, Duration.ofSeconds(100));

        assertThat(pool.refusal(Duration.ofSeconds(99)).retryAfter()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void waitsForABusyKeyUntilItIsGivenBack() {
        Pool pool = Pool.of(1, 1);
        KeyLease busy = pool.lease();
        CompletableFuture<KeyLease> next = waiting(pool.keys, LONG);
        assertThat(next).isNotDone();
        busy.close();

        assertThat(next.join().label()).isEqualTo("key-1");
    }

    @Test
    void waitsForTheProbesOfAKeyToBeAnswered() {
        Pool pool = Pool.frail(1);
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.UPSTREAM_ERROR);
        }
        pool.pass(10);
        KeyLease first = pool.lease();
        KeyLease second = pool.lease();
        CompletableFuture<KeyLease> next = waiting(pool.keys, LONG);
        first.answering();
        second.answering();

        assertThat(next.join().label()).isEqualTo("key-1");
    }

    @Test
    void waitsForARestingKeyUntilItsRestIsOver() throws Exception {
        KeyPool keys = Pool.pool(1, quick(), Clock.systemUTC());
        throttle(keys.lease(Duration.ZERO), Duration.ofMillis(50));

        assertThat(keys.lease(LONG).label()).isEqualTo("key-1");
    }

    @Test
    void doesNotMissTheEndOfARestWhileAnotherKeyIsBusy() throws Exception {
        KeyPool keys = Pool.pool(2, quick(), Clock.systemUTC());
        KeyLease busy = keys.lease(Duration.ZERO);
        throttle(keys.lease(Duration.ZERO), Duration.ofMillis(50));

        assertThat(keys.lease(LONG).label()).isEqualTo("key-2");
        busy.close();
    }

    @Test
    void doesNotMissTheEndOfARestWhileAnotherKeyIsProbed() throws Exception {
        KeySettings usual = quick();
        KeySettings shortlyDead = new KeySettings(
                usual.maxConcurrentRequests(),
                Duration.ofNanos(1),
                usual.throttledFor(),
                usual.throttledAtLeast(),
                usual.throttledAtMost(),
                usual.failingFor(),
                usual.failingAtMost(),
                usual.failuresToOpen(),
                usual.openFor(),
                usual.halfOpenRequests(),
                usual.poolThrottledKeys(),
                usual.poolThrottledWindow(),
                usual.poolThrottledFor());
        KeyPool keys = Pool.pool(2, shortlyDead, Clock.systemUTC());
        KeyLease refused = keys.lease(Duration.ZERO);
        refused.failed(new GatewayException(Failure.KEY_REFUSED, "test"));
        refused.close();
        throttle(keys.lease(Duration.ZERO), Duration.ofMillis(50));
        KeyLease probe = keys.lease(LONG);
        assertThat(probe.label()).isEqualTo("key-1");

        assertThat(keys.lease(LONG).label()).isEqualTo("key-2");
    }

    @Test
    void waitsForThePoolToComeBack() throws Exception {
        KeySettings usual = quick();
        KeySettings settings = new KeySettings(
                1,
                usual.disabledFor(),
                usual.throttledFor(),
                usual.throttledAtLeast(),
                usual.throttledAtMost(),
                usual.failingFor(),
                usual.failingAtMost(),
                3,
                usual.openFor(),
                2,
                2,
                usual.poolThrottledWindow(),
                Duration.ofMillis(100));
        KeyPool keys = Pool.pool(3, settings, Clock.systemUTC());
        throttle(keys.lease(Duration.ZERO), Duration.ofSeconds(100));
        throttle(keys.lease(Duration.ZERO), Duration.ofSeconds(100));

        assertThat(keys.lease(LONG).label()).isEqualTo("key-3");
    }

    @Test
    void givesUpWhenThePatienceEndsBeforeABusyKeyComesBack() {
        Pool pool = Pool.of(1, 1);
        pool.lease();

        assertThat(pool.refusal(Duration.ofMillis(20)).failure()).isEqualTo(Failure.NO_USABLE_KEY);
    }

    @Test
    void givesUpAtOnceWhenTheKeyItWaitsForIsRefused() {
        Pool pool = Pool.of(1, 1);
        KeyLease busy = pool.lease();
        CompletableFuture<KeyLease> next = waiting(pool.keys, Duration.ofMinutes(5));
        busy.failed(new GatewayException(Failure.KEY_REFUSED, "test"));

        assertThat(next)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(GatewayException.class, refusal -> {
                    assertThat(refusal.failure()).isEqualTo(Failure.NO_USABLE_KEY);
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(10));
                });
    }

    @Test
    void stopsWaitingWhenItsThreadIsInterrupted() {
        Pool pool = Pool.of(1, 1);
        pool.lease();
        CompletableFuture<KeyLease> next = waiting(pool.keys, LONG);
        waiter.interrupt();

        assertThatThrownBy(next::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(pool.status(1).inFlight()).isEqualTo(1);
    }
}
