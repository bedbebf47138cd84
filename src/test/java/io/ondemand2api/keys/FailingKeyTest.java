package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The breaker of one key: three failures in a row open it, two requests probe it. */
class FailingKeyTest {

    private static final GatewayException ILL = new GatewayException(Failure.UPSTREAM_ERROR, "test");

    private final Pool pool = Pool.frail(1);

    private void open() {
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.UPSTREAM_ERROR);
        }
        assertThat(pool.status(1).state()).isEqualTo(KeyState.COOLING);
    }

    private void halfOpen() {
        open();
        pool.pass(10);
        assertThat(pool.status(1).state()).isEqualTo(KeyState.HALF_OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {
                "UPSTREAM_UNREACHABLE",
                "UPSTREAM_ERROR",
                "UPSTREAM_TIMEOUT",
                "BAD_FRAME",
                "TRUNCATED_ANSWER",
                "EMPTY_ANSWER"
            })
    void restsAfterSoManyFailuresInARow(Failure failure) {
        pool.fail(failure);
        pool.fail(failure);
        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
        pool.fail(failure);

        assertThat(pool.status(1))
                .isEqualTo(new KeyStatus("key-1", KeyState.COOLING, "failing", Duration.ofSeconds(10), 0, 0, 3));
        assertThat(pool.refusal().failure()).isEqualTo(Failure.NO_USABLE_KEY);
        assertThat(pool.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void startsToCountAnewAfterASuccess() {
        for (int i = 0; i < 5; i++) {
            pool.fail(Failure.UPSTREAM_ERROR);
            pool.fail(Failure.UPSTREAM_ERROR);
            pool.succeed();
        }

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @Test
    void opensAtTheFirstFailureWhenOneIsEnough() {
        KeyPool keys = Pool.pool(1, Pool.settings(1, 1), pool.clock);
        try (KeyLease lease = keys.lease(Duration.ZERO)) {
            lease.failed(ILL);
        } catch (GatewayException | InterruptedException e) {
            throw new AssertionError(e);
        }

        assertThat(keys.status().get(0).state()).isEqualTo(KeyState.COOLING);
    }

    @Test
    void isProbedAsSoonAsItsRestIsOver() {
        open();
        pool.clock.pass(Duration.ofSeconds(10).minusNanos(1));
        pool.refusal();
        pool.clock.pass(Duration.ofNanos(1));

        pool.lease();
    }

    @Test
    void isProbedBySoManyRequestsAndNoMore() {
        halfOpen();
        pool.lease();
        pool.lease();

        assertThat(pool.refusal().failure()).isEqualTo(Failure.NO_USABLE_KEY);
    }

    @Test
    void closesWhenItsProbesAreAnsweredWithoutWaitingForTheirEnd() {
        halfOpen();
        KeyLease first = pool.lease();
        KeyLease second = pool.lease();
        first.answering();
        second.answering();

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
        pool.lease();
        first.succeeded();
        second.succeeded();
        first.close();
        second.close();
        assertThat(pool.status(1).served()).isEqualTo(2);
    }

    @Test
    void opensAgainWhenItsProbesFail() {
        halfOpen();
        pool.fail(Failure.UPSTREAM_ERROR);
        assertThat(pool.status(1).state()).isEqualTo(KeyState.HALF_OPEN);
        pool.fail(Failure.UPSTREAM_ERROR);

        assertThat(pool.status(1).remaining()).isEqualTo(Duration.ofSeconds(10));
        pool.pass(10);
        pool.succeed();
        pool.succeed();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {
                "CLIENT_CLOSED",
                "INVALID_REQUEST",
                "STALE_CONNECTION",
                "SPURIOUS_REFUSAL",
                "KEY_THROTTLED",
                "KEY_REFUSED"
            })
    void getsAProbesPlaceBackThatSaidNothingOfItsHealth(Failure failure) {
        halfOpen();
        for (int i = 0; i < 10; i++) {
            pool.fail(failure);
            pool.pass(600);
        }

        pool.lease();
        if (failure == Failure.KEY_REFUSED) {
            return;
        }
        pool.lease();
        pool.refusal();
    }

    @Test
    void getsTheProbesPlaceBackThatWasClosedWithoutAWord() {
        halfOpen();
        for (int i = 0; i < 10; i++) {
            pool.lease().close();
        }

        pool.lease();
        pool.lease();
        pool.refusal();
    }

    @Test
    void givesNoPlaceBackThatWasNeverTaken() {
        KeyLease[] early = {pool.lease(), pool.lease(), pool.lease()};
        halfOpen();
        pool.lease();
        early[0].close();
        early[1].failed(new GatewayException(Failure.CLIENT_CLOSED, "test"));
        early[1].close();
        early[2].answering();
        early[2].failed(new GatewayException(Failure.KEY_THROTTLED, "test", Duration.ofSeconds(1)));
        early[2].close();
        pool.pass(1);

        pool.lease();
        pool.refusal();
    }

    @Test
    void isNotJudgedByRequestsThatAreOlderThanItsRest() {
        KeyLease[] early = {pool.lease(), pool.lease(), pool.lease(), pool.lease()};
        halfOpen();
        KeyLease probe = pool.lease();
        early[0].failed(ILL);
        early[1].failed(ILL);
        assertThat(pool.status(1).state()).isEqualTo(KeyState.HALF_OPEN);
        early[2].answering();
        early[3].succeeded();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.HALF_OPEN);

        probe.answering();
        pool.succeed();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @Test
    void doesNotRestLongerForFailuresThatComeLate() {
        KeyLease early = pool.lease();
        open();
        pool.pass(9);
        early.failed(ILL);
        early.close();

        assertThat(pool.status(1).remaining()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void closesAgainHoweverProbesAndLateComersMix() {
        KeyLease[] early = {pool.lease(), pool.lease(), pool.lease()};
        halfOpen();
        KeyLease first = pool.lease();
        early[0].failed(new GatewayException(Failure.KEY_REFUSED, "test"));
        first.close();
        early[1].close();
        early[2].close();
        early[0].close();
        pool.pass(600);
        pool.succeed();
        pool.succeed();

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }
}
