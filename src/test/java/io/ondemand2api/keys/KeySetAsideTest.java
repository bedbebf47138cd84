package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeySetAsideTest {

    private final Pool pool = Pool.of(2);

    @Test
    void noRequestTakesItUntilItIsBroughtBack() {
        assertThat(pool.keys.setAside("key-1", true)).isTrue();

        assertThat(pool.lease().label()).isEqualTo("key-2");
        assertThat(pool.lease().label()).isEqualTo("key-2");
        assertThat(pool.keys.leaseOf("key-1")).isNull();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.ASIDE);
        assertThat(pool.keys.setAside("key-1", false)).isTrue();
        assertThat(pool.lease().label()).isEqualTo("key-1");
    }

    @Test
    void requestsUnderWayGoOn() {
        KeyLease lease = pool.lease();
        pool.keys.setAside(lease.label(), true);
        lease.answering();
        lease.succeeded();
        lease.close();

        assertThat(pool.status(1))
                .isEqualTo(new KeyStatus("key-1", KeyState.ASIDE, "set aside", Duration.ZERO, 0, 1, 0));
    }

    @Test
    void noRequestWaitsWhenAllAreSetAside() {
        pool.keys.setAside("key-1", true);
        assertThat(pool.keys.allDead()).isFalse();
        pool.keys.setAside("key-2", true);

        assertThat(pool.refusal(Duration.ofMinutes(5)).failure()).isEqualTo(Failure.NO_USABLE_KEY);
        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(pool.keys.allDead()).isTrue();
    }

    @Test
    void theRestOfTheOthersIsToldNotThatOfTheOneSetAside() {
        pool.keys.setAside("key-2", true);
        pool.fail(Failure.KEY_REFUSED);

        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whatIsSoAlreadyOrNotThereIsToldSo() {
        assertThat(pool.keys.setAside("key-1", false)).isFalse();
        assertThat(pool.keys.setAside("key-3", true)).isFalse();
    }
}
