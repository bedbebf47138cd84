package io.ondemand2api.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WarmSessionsTest {

    private Instant now = Instant.EPOCH;
    private final WarmSessions warm = new WarmSessions(2, Duration.ofMinutes(10), new Clock() {
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
        warm.wanted("key-1");
        warm.wanted("key-1");

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
}
