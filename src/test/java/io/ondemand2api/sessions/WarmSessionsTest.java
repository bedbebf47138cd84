package io.ondemand2api.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmSessionsTest {

    private static final WarmSessionSettings SETTINGS =
            new WarmSessionSettings(2, 20, Duration.ofMinutes(10), Duration.ofMinutes(1));

    private Instant now = Instant.EPOCH;
    private final WarmSessions warm = new WarmSessions(SETTINGS, new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private static OnDemandSession session(String id) {
        return new OnDemandSession(id, "key-1", true);
    }

    @Test
    void soManyAreWantedForEachKeyAndNoMore() {
        assertThat(warm.wanted("key-1")).isTrue();
        assertThat(warm.wanted("key-1")).isTrue();
        assertThat(warm.wanted("key-1")).isFalse();
        assertThat(warm.wanted("key-2")).isTrue();
    }

    @Test
    void oneThatCouldNotBeMadeIsWantedAgain() {
        begin();

        warm.failed("key-1");

        assertThat(warm.wanted("key-1")).isTrue();
        assertThat(warm.wanted("key-1")).isFalse();
    }

    @Test
    void eachIsTakenOnceAndOnlyForItsKey() {
        warm.wanted("key-1");
        warm.made(session("a"));

        assertThat(warm.take("key-2")).isNull();
        assertThat(warm.take("key-1").id()).isEqualTo("a");
        assertThat(warm.take("key-1")).isNull();
        assertThat(warm.wanted("key-1")).isTrue();
    }

    @Test
    void oneThatHasLainTooLongIsDroppedAndNeverTaken() {
        warm.wanted("key-1");
        warm.made(session("old"));
        now = now.plus(Duration.ofMinutes(9));
        warm.wanted("key-1");
        warm.made(session("new"));
        now = now.plus(Duration.ofMinutes(2));

        assertThat(warm.dropStale()).extracting(OnDemandSession::id).containsExactly("old");
        assertThat(warm.take("key-1").id()).isEqualTo("new");
        now = now.plus(Duration.ofMinutes(11));
        assertThat(warm.take("key-1")).isNull();
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    /** Begins as many as are wanted, and gives their number. */
    private int begin() {
        int begun = 0;
        while (warm.wanted("key-1")) {
            begun++;
        }
        return begun;
    }

    private void make(int count) {
        for (int i = 0; i < count; i++) {
            warm.made(session("made at " + now + " " + i));
        }
    }

    private int takeAll() {
        int taken = 0;
        while (warm.take("key-1") != null) {
            taken++;
        }
        return taken;
    }

    @Test
    void asManyAreWantedAsWereAskedForLatelyButNeverLessThanTheUsualFew() {
        for (int i = 0; i < 7; i++) {
            warm.take("key-1");
        }

        assertThat(begin()).isEqualTo(7);
        make(7);
        assertThat(begin()).isZero();
        pass(1001);
        assertThat(takeAll()).isEqualTo(7);
        pass(1001);
        assertThat(begin()).as("a second without any demand").isEqualTo(2);
    }

    @Test
    void howeverManyAreAskedForThereIsABound() {
        for (int i = 0; i < 1000; i++) {
            warm.take("key-1");
        }

        assertThat(begin()).isEqualTo(20);
    }

    @Test
    void theLongerOneTakesToBeMadeTheMoreAreMadeAhead() {
        int[] ahead = new int[2];
        int[] creationMillis = {100, 3000};
        for (int slow = 0; slow < 2; slow++) {
            for (int round = 0; round < 20; round++) {
                int begun = begin();
                pass(creationMillis[slow]);
                make(begun);
                takeAll();
            }
            pass(60_000);
            takeAll();
            for (int i = 0; i < 5; i++) {
                pass(500);
                warm.take("key-1");
            }
            ahead[slow] = begin();
            make(ahead[slow]);
            takeAll();
            pass(60_000);
        }

        assertThat(ahead[1]).isGreaterThan(ahead[0]);
    }

    @Test
    void noneIsEverWantedWhenThereShallBeNone() {
        WarmSessions none = new WarmSessions(
                new WarmSessionSettings(0, 20, Duration.ofMinutes(10), Duration.ofMinutes(1)), Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            none.take("key-1");
        }

        assertThat(none.wanted("key-1")).isFalse();
    }

    @Test
    void whileTheyCannotBeMadeNoMoreAreTriedThanTheUsualFew() {
        for (int i = 0; i < 7; i++) {
            warm.take("key-1");
        }
        for (int i = begin(); i > 0; i--) {
            warm.failed("key-1");
        }

        assertThat(begin()).isEqualTo(2);
        make(2);
        assertThat(begin()).isEqualTo(5);
    }

    @Test
    void whatIsBeyondTheUsualFewIsDroppedSoon() {
        for (int i = 0; i < 7; i++) {
            warm.take("key-1");
        }
        make(begin());
        pass(60_000);
        assertThat(warm.dropStale()).isEmpty();
        pass(1);
        assertThat(warm.dropStale()).hasSize(5);
        pass(9 * 60_000);
        assertThat(warm.dropStale()).hasSize(2);
    }

    @Test
    void steadyDemandLeavesNothingToLieTooLong() {
        int made = 0;
        int dropped = 0;
        for (int step = 0; step < 1000; step++) {
            warm.take("key-1");
            int begun = begin();
            pass(500);
            make(begun);
            made += begun;
            dropped += warm.dropStale().size();
        }

        assertThat(dropped).isZero();
        assertThat(made).isBetween(1000 - 1, 1000 + 20);
    }

    @Test
    void theSessionsOfAKeyThatIsGoneAreForgotten() {
        make(begin());
        warm.forgetKeys(Set.of("key-1"));

        assertThat(warm.take("key-1")).isNull();
    }
}
