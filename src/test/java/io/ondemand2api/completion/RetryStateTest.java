package io.ondemand2api.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SpuriousRefusalException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryStateTest {

    private static final Set<Failure> ALL = EnumSet.allOf(Failure.class);
    private static final ResumePolicy NEVER = new ResumePolicy(0, Duration.ZERO);
    private static final RetryPolicy POLICY =
            new RetryPolicy(3, Duration.ofMillis(250), 2, Duration.ofMillis(400), Duration.ofSeconds(5), ALL, NEVER);
    private static final SpuriousRefusalException SPURIOUS = new SpuriousRefusalException(failure(Failure.KEY_REFUSED));

    private final RetryState attempts = new RetryState(POLICY, 3);

    private static GatewayException failure(Failure failure) {
        return new GatewayException(failure, "test");
    }

    private static void assertNextKey(RetryDecision decision, GatewayException keyFailure) {
        assertThat(decision.again()).isTrue();
        assertThat(decision.sameKey()).isFalse();
        assertThat(decision.keyFailure()).isSameAs(keyFailure);
    }

    private static void assertSameKey(RetryDecision decision) {
        assertThat(decision.again()).isTrue();
        assertThat(decision.sameKey()).isTrue();
        assertThat(decision.keyFailure()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void givesUpAtOnceWhenAnotherAttemptCannotHelp(Failure kind) {
        if (!kind.worthAnotherAttempt()) {
            GatewayException failure = failure(kind);

            assertThat(attempts.after(failure)).isEqualTo(RetryDecision.giveUp(failure));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UPSTREAM_UNREACHABLE", "UPSTREAM_ERROR", "UPSTREAM_TIMEOUT", "BAD_FRAME", "TRUNCATED_ANSWER"})
    void triesAnIllUpstreamThreeTimesWithPausesThatGrow(Failure kind) {
        GatewayException failure = failure(kind);

        RetryDecision second = attempts.after(failure);
        assertNextKey(second, failure);
        assertThat(second.pause()).isBetween(Duration.ZERO, Duration.ofMillis(250));
        RetryDecision third = attempts.after(failure);
        assertNextKey(third, failure);
        assertThat(third.pause()).isBetween(Duration.ZERO, Duration.ofMillis(500));
        assertThat(attempts.after(failure)).isEqualTo(RetryDecision.giveUp(failure));
    }

    @Test
    void triesAnEmptyAnswerOnceMoreOnly() {
        GatewayException empty = failure(Failure.EMPTY_ANSWER);

        assertNextKey(attempts.after(empty), empty);
        assertThat(attempts.after(empty).again()).isFalse();
    }

    @Test
    void countsAnEmptyAnswerAsAnIllness() {
        attempts.after(failure(Failure.UPSTREAM_ERROR));
        attempts.after(failure(Failure.UPSTREAM_ERROR));

        assertThat(attempts.after(failure(Failure.EMPTY_ANSWER)).again()).isFalse();
    }

    @Test
    void neverPausesBeyondALongWhenThereAreManyAttempts() {
        RetryState many = new RetryState(
                new RetryPolicy(100, Duration.ofMillis(250), 2, Duration.ofMillis(400), Duration.ZERO, ALL, NEVER), 1);
        for (int i = 1; i < 100; i++) {
            assertThat(many.after(failure(Failure.UPSTREAM_ERROR)).pause())
                    .isBetween(Duration.ZERO, Duration.ofMillis(250 << 10));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"SESSION_GONE", "STALE_CONNECTION"})
    void triesTheSameKeyOnceMoreWhenNobodyIsToBlame(Failure kind) {
        RetryDecision decision = attempts.after(failure(kind));

        assertSameKey(decision);
        assertThat(decision.pause()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"SESSION_GONE", "STALE_CONNECTION"})
    void takesThemForAnIllnessWhenTheyComeAgain(Failure kind) {
        GatewayException again = failure(kind);
        attempts.after(again);

        assertNextKey(attempts.after(again), again);
        assertNextKey(attempts.after(again), again);
        assertThat(attempts.after(again).again()).isFalse();
    }

    @Test
    void asksTwiceMoreBeforeItBelievesARefusal() {
        for (int i = 0; i < 2; i++) {
            RetryDecision decision = attempts.after(SPURIOUS);
            assertSameKey(decision);
            assertThat(decision.pause()).isBetween(Duration.ofMillis(400), Duration.ofMillis(600));
        }

        RetryDecision believed = attempts.after(SPURIOUS);
        assertNextKey(believed, SPURIOUS.meant());
        assertThat(believed.pause()).isZero();
        assertSameKey(attempts.after(SPURIOUS));
    }

    @Test
    void givesEveryKeyItsOwnChanceOfASpuriousRefusal() {
        attempts.after(SPURIOUS);
        attempts.after(SPURIOUS);
        assertThat(attempts.after(failure(Failure.KEY_THROTTLED)).sameKey()).isFalse();

        assertSameKey(attempts.after(SPURIOUS));
        assertSameKey(attempts.after(SPURIOUS));
        attempts.after(failure(Failure.UPSTREAM_ERROR));

        assertSameKey(attempts.after(SPURIOUS));
        assertSameKey(attempts.after(SPURIOUS));
        assertNextKey(attempts.after(SPURIOUS), SPURIOUS.meant());
    }

    @Test
    void countsASpuriousFaultOfTheUpstreamAsAFailureOfTheKey() {
        SpuriousRefusalException noRoute = new SpuriousRefusalException(failure(Failure.UPSTREAM_ERROR));
        for (int failures = 1; failures <= 3; failures++) {
            assertSameKey(attempts.after(noRoute));
            assertSameKey(attempts.after(noRoute));
            RetryDecision decision = attempts.after(noRoute);
            assertThat(decision.keyFailure()).isSameAs(noRoute.meant());
            assertThat(decision.again()).isEqualTo(failures < 3);
        }
    }

    @Test
    void believesARefusalAtOnceWhenThereAreNoFurtherTries() {
        RetryState strict =
                new RetryState(new RetryPolicy(3, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, ALL, NEVER), 2);

        assertNextKey(strict.after(SPURIOUS), SPURIOUS.meant());
    }

    @Test
    void keepsTheTwoBudgetsApart() {
        RetryState manyKeys = new RetryState(POLICY, 20);
        for (int i = 0; i < 20; i++) {
            assertThat(manyKeys.after(failure(i % 2 == 0 ? Failure.KEY_REFUSED : Failure.KEY_THROTTLED))
                            .again())
                    .isTrue();
        }
        assertThat(manyKeys.after(failure(Failure.UPSTREAM_ERROR)).again()).isTrue();
        assertThat(manyKeys.after(failure(Failure.KEY_REFUSED)).again()).isTrue();
        assertThat(manyKeys.after(failure(Failure.UPSTREAM_ERROR)).again()).isTrue();
        assertThat(manyKeys.after(failure(Failure.KEY_THROTTLED)).again()).isTrue();
        assertThat(manyKeys.after(failure(Failure.UPSTREAM_ERROR)).again()).isFalse();
        assertThat(manyKeys.after(failure(Failure.KEY_REFUSED)).again()).isTrue();
    }

    @Test
    void goesRoundTheKeysTwiceAtMost() {
        GatewayException throttled = failure(Failure.KEY_THROTTLED);
        for (int i = 0; i < 5; i++) {
            assertNextKey(attempts.after(throttled), throttled);
        }

        assertThat(attempts.after(throttled)).isEqualTo(RetryDecision.giveUp(throttled));
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UPSTREAM_ERROR", "KEY_REFUSED", "SESSION_GONE"})
    void makesNoFurtherAttemptOnceTheTimeIsOver(Failure kind) {
        attempts.exhaust();
        GatewayException failure = failure(kind);

        assertThat(attempts.after(failure)).isEqualTo(RetryDecision.giveUp(failure));
        assertThat(attempts.after(SPURIOUS)).isEqualTo(RetryDecision.giveUp(SPURIOUS));
    }

    @Test
    void spendsItsPatience() {
        assertThat(attempts.waitLeft()).isEqualTo(Duration.ofSeconds(5));
        attempts.waited(Duration.ofSeconds(2));
        assertThat(attempts.waitLeft()).isEqualTo(Duration.ofSeconds(3));
        attempts.waited(Duration.ofSeconds(3));
        assertThat(attempts.waitLeft()).isZero();
        attempts.waited(Duration.ofSeconds(9));
        assertThat(attempts.waitLeft()).isZero();
    }

    @Test
    void countsAnAttemptAtItsFirstCallAndOnlyOnce() {
        attempts.attemptCalls();
        attempts.attemptCalls();
        attempts.attemptEnds();
        attempts.attemptCalls();

        assertThat(attempts.made()).isEqualTo(2);
    }

    @Test
    void whatIsNotToBeRetriedIsToldByWhatItMeans() {
        RetryPolicy policy = new RetryPolicy(
                3,
                Duration.ZERO,
                2,
                Duration.ZERO,
                Duration.ZERO,
                EnumSet.complementOf(EnumSet.of(Failure.SPURIOUS_REFUSAL, Failure.EMPTY_ANSWER)),
                NEVER);

        assertThat(new RetryState(policy, 3)
                        .after(failure(Failure.EMPTY_ANSWER))
                        .again())
                .isFalse();
        RetryDecision refused = new RetryState(policy, 3).after(SPURIOUS);
        assertThat(refused.again()).isTrue();
        assertThat(refused.sameKey()).isFalse();
        assertThat(refused.keyFailure().failure()).isEqualTo(Failure.KEY_REFUSED);
    }
}
