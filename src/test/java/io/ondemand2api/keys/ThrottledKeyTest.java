package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottledKeyTest {

    @ParameterizedTest
    @CsvSource({
        ", PT30S",
        "PT0S, PT1S",
        "PT0.5S, PT1S",
        "PT7S, PT7S",
        "PT600S, PT600S",
        "PT700S, PT600S",
        "P90000D, PT600S"
    })
    void restsAsLongAsTheUpstreamSaysWithinBounds(Duration wished, Duration rest) {
        Pool pool = Pool.of(1);
        pool.fail(Failure.KEY_THROTTLED, wished);

        assertThat(pool.status(1)).isEqualTo(new KeyStatus("key-1", KeyState.COOLING, "throttled", rest, 0, 0, 1));
        assertThat(pool.refusal().failure()).isEqualTo(Failure.ALL_KEYS_THROTTLED);
        assertThat(pool.refusal().retryAfter()).isEqualTo(rest);
        pool.clock.pass(rest.minusNanos(1));
        pool.refusal();
        pool.clock.pass(Duration.ofNanos(1));
        pool.succeed();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @Test
    void restsUntilTheLatestOfItsDeadlines() {
        Pool pool = Pool.of(1);
        KeyLease one = pool.lease();
        KeyLease two = pool.lease();
        KeyLease three = pool.lease();

        one.failed(new GatewayException(Failure.KEY_THROTTLED, "test", Duration.ofSeconds(20)));
        two.failed(new GatewayException(Failure.KEY_THROTTLED, "test", Duration.ofSeconds(2)));
        assertThat(pool.status(1).remaining()).isEqualTo(Duration.ofSeconds(20));
        three.succeeded();
        assertThat(pool.status(1).remaining()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void isNeverCountedByTheBreaker() {
        Pool pool = Pool.frail(1);
        for (int i = 0; i < 20; i++) {
            pool.fail(Failure.KEY_THROTTLED, Duration.ZERO);
            pool.pass(1);
        }

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @Test
    void doesNotInterruptFailuresInARow() {
        Pool pool = Pool.frail(1);
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.KEY_THROTTLED, Duration.ZERO);
            pool.pass(1);
            pool.fail(Failure.UPSTREAM_ERROR);
        }

        assertThat(pool.status(1).reason()).isEqualTo("failing");
    }

    @Test
    void restsThePoolWhenSeveralKeysAreThrottledAtOnce() {
        Pool pool = Pool.of(5);
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.KEY_THROTTLED);
            pool.pass(1);
        }

        // two seconds between the first and the third are within the window
        GatewayException refusal = pool.refusal();
        assertThat(refusal.failure()).isEqualTo(Failure.ALL_KEYS_THROTTLED);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(4));
        pool.pass(4);
        assertThat(pool.lease().label()).isEqualTo("key-4");
    }

    @Test
    void keepsThePoolAtWorkWhenTheThrottlingIsSpreadOut() {
        Pool pool = Pool.of(5);
        pool.fail(Failure.KEY_THROTTLED);
        pool.clock.pass(Duration.ofMillis(1001));
        pool.fail(Failure.KEY_THROTTLED);
        pool.clock.pass(Duration.ofMillis(1001));
        pool.fail(Failure.KEY_THROTTLED);

        assertThat(pool.lease().label()).isEqualTo("key-4");
    }

    @Test
    void doesNotTakeOneKeyForSeveral() {
        Pool pool = Pool.of(2);
        KeyLease[] leases = new KeyLease[6];
        for (int i = 0; i < leases.length; i++) {
            leases[i] = pool.lease();
        }
        for (int i = 0; i < leases.length; i += 2) {
            leases[i].failed(new GatewayException(Failure.KEY_THROTTLED, "test"));
        }

        assertThat(pool.lease().label()).isEqualTo("key-2");
    }

    @Test
    void saysWhenThePoolComesBackEvenIfAKeyWouldSooner() {
        Pool pool = Pool.of(4);
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.KEY_THROTTLED, Duration.ofSeconds(1));
        }

        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(5));
        pool.pass(5);
        pool.lease();
    }
}
