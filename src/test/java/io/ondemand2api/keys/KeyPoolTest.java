package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which key is chosen, and what is said when none is. */
class KeyPoolTest {

    @Test
    void takesKeysInTurnWhenAllAreIdle() {
        Pool pool = Pool.of(3);

        for (String label : new String[] {"key-1", "key-2", "key-3", "key-1"}) {
            try (KeyLease lease = pool.lease()) {
                assertThat(lease.label()).isEqualTo(label);
                assertThat(lease.secret()).isEqualTo(label.replace("key", "secret"));
            }
        }
    }

    @Test
    void prefersTheKeyWithTheFewestRequestsInFlight() {
        Pool pool = Pool.of(3);
        KeyLease first = pool.lease();
        KeyLease second = pool.lease();
        KeyLease third = pool.lease();
        KeyLease fourth = pool.lease();

        assertThat(fourth.label()).isEqualTo("key-1");
        third.close();
        assertThat(pool.lease().label()).isEqualTo("key-3");
        first.close();
        fourth.close();
        second.close();
        assertThat(pool.lease().label()).isEqualTo("key-1");
        assertThat(pool.lease().label()).isEqualTo("key-2");
    }

    @Test
    void letsAKeyServeNoMoreThanItsLimit() {
        Pool pool = Pool.of(2, 2);
        KeyLease one = pool.lease();
        for (int i = 0; i < 3; i++) {
            pool.lease();
        }

        GatewayException refusal = pool.refusal();
        assertThat(refusal.failure()).isEqualTo(Failure.NO_USABLE_KEY);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ZERO);
        one.close();
        assertThat(pool.lease().label()).isEqualTo("key-1");
    }

    @Test
    void countsWhatEachKeyServedAndMet() {
        Pool pool = Pool.of(1);
        pool.succeed();
        pool.succeed();
        pool.fail(Failure.UPSTREAM_ERROR);
        pool.fail(Failure.INVALID_REQUEST);
        KeyLease open = pool.lease();

        assertThat(pool.status(1)).isEqualTo(new KeyStatus("key-1", KeyState.UP, null, Duration.ZERO, 1, 2, 1));
        open.close();
        assertThat(pool.status(1).inFlight()).isZero();
        assertThat(pool.keys.size()).isEqualTo(1);
    }

    @Test
    void leavesTheRecordAloneWhenNobodyOrTheCallerIsToBlame() {
        Pool pool = Pool.frail(1);
        for (Failure failure : Failure.values()) {
            if (!failure.countsAgainstKey() && failure.origin() != FailureOrigin.KEY) {
                for (int i = 0; i < 5; i++) {
                    pool.fail(failure);
                }
            }
        }

        assertThat(pool.status(1)).isEqualTo(new KeyStatus("key-1", KeyState.UP, null, Duration.ZERO, 0, 0, 0));
    }

    @Test
    void saysThrottledOnlyWhenEveryKeyThatIsNotRefusedRests() {
        Pool pool = Pool.of(2);
        pool.fail(Failure.KEY_THROTTLED, Duration.ofSeconds(7));
        KeyLease other = pool.lease();
        assertThat(other.label()).isEqualTo("key-2");
        other.failed(new GatewayException(Failure.KEY_REFUSED, "test"));
        other.close();

        GatewayException refusal = pool.refusal();
        assertThat(refusal.failure()).isEqualTo(Failure.ALL_KEYS_THROTTLED);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(refusal).hasMessageEndingWith("Please try again in 7s.");
    }

    @Test
    void saysNoUsableKeyWhenOneIsThrottledAndTheOtherFails() {
        Pool pool = Pool.frail(2);
        pool.fail(Failure.KEY_THROTTLED, Duration.ofSeconds(30));
        for (int i = 0; i < 3; i++) {
            assertThat(pool.fail(Failure.UPSTREAM_TIMEOUT)).isEqualTo("key-2");
        }

        GatewayException refusal = pool.refusal();
        assertThat(refusal.failure()).isEqualTo(Failure.NO_USABLE_KEY);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void saysNoUsableKeyWhenAllAreRefused() {
        Pool pool = Pool.of(2);
        assertThat(pool.fail(Failure.KEY_REFUSED)).isEqualTo("key-1");
        assertThat(pool.keys.allDead()).isFalse();
        pool.pass(60);
        assertThat(pool.fail(Failure.KEY_REFUSED)).isEqualTo("key-2");

        assertThat(pool.keys.allDead()).isTrue();
        GatewayException refusal = pool.refusal();
        assertThat(refusal.failure()).isEqualTo(Failure.NO_USABLE_KEY);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(9));
        assertThat(refusal).hasMessageEndingWith("Please try again in 540s.");
    }
}
