package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedKeyTest {

    private final Pool pool = Pool.of(1);
    private KeyLease early;

    @BeforeEach
    void refuse() {
        early = pool.lease();
        pool.fail(Failure.KEY_REFUSED);
    }

    private KeyLease probe() {
        early.close();
        pool.pass(600);
        KeyLease probe = pool.lease();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.HALF_OPEN);
        pool.refusal();
        return probe;
    }

    @Test
    void isLeftAloneForTenMinutes() {
        early.close();
        assertThat(pool.status(1))
                .isEqualTo(new KeyStatus("key-1", KeyState.DEAD, "refused", Duration.ofMinutes(10), 0, 0, 1));
        pool.pass(599);
        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void comesBackWhenItsProbeIsAnswered() {
        KeyLease probe = probe();
        probe.answering();

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
        pool.lease();
    }

    @Test
    void comesBackWhenItsProbeSucceedsAtOnce() {
        probe().succeeded();

        assertThat(pool.keys.allDead()).isFalse();
        pool.lease();
    }

    @Test
    void isDeadAgainWhenItsProbeIsRefused() {
        KeyLease probe = probe();
        probe.failed(new GatewayException(Failure.KEY_REFUSED, "test"));
        probe.close();

        assertThat(pool.status(1).remaining()).isEqualTo(Duration.ofMinutes(10));
        assertThat(pool.refusal().failure()).isEqualTo(Failure.NO_USABLE_KEY);
    }

    @Test
    void isProbedAgainWhenTheProbeSaidNothing() {
        probe().close();

        KeyLease second = pool.lease();
        pool.refusal();
        second.failed(new GatewayException(Failure.CLIENT_CLOSED, "test"));
        second.close();
        pool.lease();
        pool.refusal();
    }

    @Test
    void restsBeforeTheNextProbeWhenTheProbeIsThrottled() {
        KeyLease probe = probe();
        probe.failed(new GatewayException(Failure.KEY_THROTTLED, "test"));
        probe.close();

        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(30));
        pool.pass(30);
        pool.lease();
        pool.refusal();
    }

    @Test
    void isNotRevivedByAnAnswerThatWasUnderWayBefore() {
        early.answering();
        assertThat(pool.keys.allDead()).isTrue();
        early.succeeded();
        early.close();

        assertThat(pool.keys.allDead()).isTrue();
        assertThat(pool.status(1).served()).isEqualTo(1);
    }

    @Test
    void leavesTheOtherKeysAtWork() {
        Pool two = Pool.of(2);
        assertThat(two.fail(Failure.KEY_REFUSED)).isEqualTo("key-1");

        for (int i = 0; i < 4; i++) {
            assertThat(two.lease().label()).isEqualTo("key-2");
        }
        two.pass(600);
        assertThat(two.lease().label()).isEqualTo("key-1");
        assertThat(two.lease().label()).isEqualTo("key-2");
    }
}
