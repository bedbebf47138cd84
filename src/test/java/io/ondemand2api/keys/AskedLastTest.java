package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key that has failed is asked when no other can be: for 2 s, then 4 s, up to 30 s. */
class AskedLastTest {

    private static final GatewayException ILL = new GatewayException(Failure.UPSTREAM_ERROR, "test");

    private final Pool pool = Pool.of(2);

    /** Asks until the first key is chosen, which fails; all others succeed. */
    private int requestsUntilKey1Fails(int most) {
        for (int i = 1; i <= most; i++) {
            try (KeyLease lease = pool.lease()) {
                if (lease.label().equals("key-1")) {
                    lease.failed(ILL);
                    return i;
                }
                lease.succeeded();
            }
        }
        return -1;
    }

    private int requestsUntilKey1Fails() {
        return requestsUntilKey1Fails(20);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whatIsTheCallersOrTheGatewaysFaultPutsNoKeyLast(Failure failure) {
        assertThat(pool.fail(failure)).isEqualTo("key-1");
        pool.pass(1);
        try (KeyLease other = pool.lease()) {
            assertThat(other.label()).isEqualTo("key-2");
            other.succeeded();
        }
        boolean elsewhere = failure.origin() != FailureOrigin.CALLER && failure.origin() != FailureOrigin.GATEWAY;

        assertThat(pool.lease().label()).isEqualTo(elsewhere ? "key-2" : "key-1");
    }

    @Test
    void isProbedByOneRequestAfterEachPauseWhichDoublesUpToItsBound() {
        requestsUntilKey1Fails();
        for (int pause : new int[] {2, 4, 8, 16, 30, 30}) {
            pool.clock.pass(Duration.ofSeconds(pause).minusNanos(1));
            assertThat(requestsUntilKey1Fails()).as("before %s s", pause).isEqualTo(-1);
            pool.clock.pass(Duration.ofNanos(1));
            assertThat(requestsUntilKey1Fails()).as("after %s s", pause).isBetween(1, 2);
        }
    }

    @Test
    void theOthersGoOnElsewhereWhileOneProbes() {
        requestsUntilKey1Fails();
        pool.pass(2);
        KeyLease first = pool.lease();
        KeyLease second = pool.lease();
        KeyLease third = pool.lease();

        assertThat(new String[] {first.label(), second.label()}).containsExactlyInAnyOrder("key-1", "key-2");
        assertThat(third.label()).isEqualTo("key-2");
    }

    @Test
    void servesAgainAsSoonAsItsProbeIsAnswered() {
        requestsUntilKey1Fails();
        pool.pass(2);
        KeyLease probe = pool.lease();
        KeyLease other = pool.lease();
        KeyLease answered = probe.label().equals("key-1") ? probe : other;
        answered.answering();

        assertThat(new String[] {pool.lease().label(), pool.lease().label()})
                .containsExactlyInAnyOrder("key-1", "key-2");
    }

    @Test
    void aKeyThatBreaksEveryAnswerInItsMiddleIsAskedLessAndLess() {
        KeyLease broken = pool.lease();
        broken.answering();
        broken.failed(ILL);
        broken.close();
        pool.pass(2);
        KeyLease other = pool.lease();
        KeyLease again = pool.lease();
        assertThat(again.label()).isEqualTo("key-1");
        again.answering();
        again.failed(ILL);
        again.close();
        other.close();
        pool.pass(3);

        assertThat(requestsUntilKey1Fails()).isEqualTo(-1);
    }

    @Test
    void aWholeAnswerEndsTheStreak() {
        requestsUntilKey1Fails();
        pool.pass(2);
        requestsUntilKey1Fails();
        pool.pass(4);
        pool.succeed();
        pool.succeed();
        requestsUntilKey1Fails();
        pool.pass(2);

        assertThat(requestsUntilKey1Fails()).isPositive();
    }

    @Test
    void whatFailsAtTheSameTimeIsOneFailure() {
        KeyLease[] leases = new KeyLease[8];
        for (int i = 0; i < leases.length; i++) {
            leases[i] = pool.lease();
        }
        for (KeyLease lease : leases) {
            if (lease.label().equals("key-1")) {
                lease.failed(ILL);
            } else {
                lease.succeeded();
            }
            lease.close();
        }
        pool.pass(2);

        assertThat(requestsUntilKey1Fails()).isPositive();
    }

    @Test
    void anAnswerThatWasAskedForBeforeTheFailureDoesNotTakeItBack() {
        KeyLease early = pool.lease();
        assertThat(early.label()).isEqualTo("key-1");
        KeyLease other = pool.lease();
        KeyLease failing = pool.lease();
        assertThat(failing.label()).isEqualTo("key-1");
        failing.failed(ILL);
        failing.close();
        early.answering();
        early.succeeded();
        early.close();
        other.close();

        assertThat(requestsUntilKey1Fails()).isEqualTo(-1);
    }

    @Test
    void isAskedAllTheSameWhenNoOtherCanBe() {
        Pool one = Pool.of(1);
        one.fail(Failure.UPSTREAM_ERROR);
        assertThat(one.lease().label()).isEqualTo("key-1");
        assertThat(one.keys.leaseOf("key-1")).isNotNull();

        Pool full = Pool.of(2, 1);
        full.fail(Failure.UPSTREAM_ERROR);
        assertThat(full.lease().label()).isEqualTo("key-2");
        assertThat(full.lease().label()).isEqualTo("key-1");
    }

    @Test
    void keysThatAllFailTakeTurns() {
        assertThat(pool.fail(Failure.UPSTREAM_ERROR)).isEqualTo("key-1");
        assertThat(pool.fail(Failure.UPSTREAM_ERROR)).isEqualTo("key-2");
        assertThat(pool.fail(Failure.UPSTREAM_ERROR)).isEqualTo("key-1");
        assertThat(pool.fail(Failure.UPSTREAM_ERROR)).isEqualTo("key-2");
    }

    @Test
    void whatBelongsToItGoesElsewhereWhileItIsLast() {
        requestsUntilKey1Fails();
        assertThat(pool.keys.leaseOf("key-1")).isNull();
        assertThat(pool.keys.leaseOf("key-2")).isNotNull();
        pool.pass(2);

        assertThat(pool.keys.leaseOf("key-1")).isNotNull();
    }

    @Test
    void aLeaseTellsWhetherItsKeyIsAskedLast() {
        KeyLease lease = pool.lease();
        assertThat(lease.askedLast()).isFalse();
        lease.failed(ILL);
        assertThat(lease.askedLast()).isTrue();
        pool.pass(2);

        assertThat(lease.askedLast()).isFalse();
    }
}
