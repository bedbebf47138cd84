package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Keys that are exchanged while requests are under way. */
class KeyReplacementTest {

    private static List<String> labels(Pool pool) {
        return pool.keys.status().stream().map(KeyStatus::label).toList();
    }

    @Test
    void aKeyThatStaysKeepsItsLabelAndAllThatIsKnownOfIt() {
        Pool pool = Pool.of(2);
        assertThat(pool.fail(Failure.KEY_REFUSED)).isEqualTo("key-1");
        pool.succeed();
        List<KeyStatus> before = pool.keys.status();

        assertThat(pool.keys.replace(List.of("secret-2", "secret-1"))).isEmpty();

        assertThat(pool.keys.status()).containsExactly(before.get(1), before.get(0));
        assertThat(pool.lease().label()).isEqualTo("key-2");
    }

    @Test
    void aKeyThatGoesIsLeasedNoMore() {
        Pool pool = Pool.of(3);

        assertThat(pool.keys.replace(List.of("secret-2"))).containsExactly("key-1", "key-3");

        for (int i = 0; i < 4; i++) {
            assertThat(pool.lease().secret()).isEqualTo("secret-2");
        }
        assertThat(pool.keys.leaseOf("key-1")).isNull();
        assertThat(pool.keys.size()).isEqualTo(1);
    }

    @Test
    void aNewKeyGetsALabelThatNoKeyEverHad() {
        Pool pool = Pool.of(2);

        pool.keys.replace(List.of("secret-1", "secret-3"));
        assertThat(labels(pool)).containsExactly("key-1", "key-3");
        pool.keys.replace(List.of("secret-4", "secret-1", "secret-2"));
        assertThat(labels(pool)).containsExactly("key-4", "key-1", "key-5");
    }

    @Test
    void aRequestUnderWayFinishesWithTheKeyThatWent() {
        Pool pool = Pool.of(1);
        KeyLease underWay = pool.lease();
        pool.keys.replace(List.of("secret-2"));

        assertThat(underWay.secret()).isEqualTo("secret-1");
        underWay.answering();
        underWay.succeeded();
        underWay.close();

        assertThat(pool.status(1)).isEqualTo(new KeyStatus("key-2", KeyState.UP, null, Duration.ZERO, 0, 0, 0));
    }

    @Test
    void aKeyThatComesBackIsLikeANewOne() {
        Pool pool = Pool.frail(1);
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.UPSTREAM_ERROR);
        }
        assertThat(pool.status(1).state()).isEqualTo(KeyState.COOLING);

        pool.keys.replace(List.of("secret-2"));
        pool.keys.replace(List.of("secret-1"));

        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
        assertThat(pool.lease().label()).isEqualTo("key-3");
    }

    @Test
    void whoWaitsForAKeyGetsANewOneAtOnce() throws Exception {
        Pool pool = Pool.of(1, 1);
        pool.lease();
        Thread[] waiting = new Thread[1];
        CompletableFuture<String> lease = CompletableFuture.supplyAsync(() -> {
            waiting[0] = Thread.currentThread();
            try {
                return pool.keys.lease(Duration.ofSeconds(30)).label();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await().until(() -> waiting[0] != null && waiting[0].getState() != Thread.State.RUNNABLE);

        pool.keys.replace(List.of("secret-1", "secret-2"));

        assertThat(lease.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("key-2");
    }
}
