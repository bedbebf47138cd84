package io.ondemand2api.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OnDemandSessionTest {

    private final OnDemandSession session = new OnDemandSession("id", "key-1", false);

    @Test
    void mayBeAskedWhileNothingIsUnderWay() throws Exception {
        assertThat(session.awaitTurn(0)).isTrue();
        session.turnStarts();
        assertThat(session.awaitTurn(0)).isFalse();
        assertThat(session.awaitTurn(1)).isFalse();
        assertThat(session.turnEnds()).isTrue();
        assertThat(session.awaitTurn(0)).isTrue();
    }

    @Test
    void whoWaitsGoesOnWhenTheTurnEnds() throws Exception {
        session.turnStarts();
        CompletableFuture<Boolean> next = waiting();
        session.turnEnds();

        assertThat(next.get()).isTrue();
    }

    @Test
    void whoWaitsIsToldThatItBrokeOff() throws Exception {
        session.turnStarts();
        CompletableFuture<Boolean> next = waiting();

        assertThat(session.breakOff()).isTrue();
        assertThat(next.get()).isFalse();
        assertThat(session.breakOff()).isFalse();
    }

    private CompletableFuture<Boolean> waiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return session.awaitTurn(TimeUnit.SECONDS.toNanos(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void oneThatIsFreeIsGivenUpAtOnceAndOnlyOnce() throws Exception {
        assertThat(session.giveUp()).isTrue();
        assertThat(session.giveUp()).isFalse();
        assertThat(session.breakOff()).isFalse();
        assertThat(session.awaitTurn(0)).isFalse();
    }

    @Test
    void oneThatIsBusyIsGivenUpWhenItsTurnEnds() throws Exception {
        session.turnStarts();

        assertThat(session.giveUp()).isFalse();
        assertThat(session.giveUp()).isFalse();
        assertThat(session.turnEnds()).isFalse();
        assertThat(session.breakOff()).isTrue();
        assertThat(session.awaitTurn(0)).isFalse();
    }
}
