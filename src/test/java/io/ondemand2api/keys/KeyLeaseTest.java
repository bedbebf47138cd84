package io.ondemand2api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import org.junit.jupiter.api.Test;

class KeyLeaseTest {

    private static final GatewayException ILL = new GatewayException(Failure.UPSTREAM_ERROR, "test");

    private final Pool pool = Pool.frail(1);

    @Test
    void givesItsSlotBackOnce() {
        KeyLease other = pool.lease();
        KeyLease lease = pool.lease();
        lease.close();
        lease.close();

        assertThat(pool.status(1).inFlight()).isEqualTo(1);
        other.close();
        assertThat(pool.status(1).inFlight()).isZero();
    }

    @Test
    void believesTheFirstWordOnly() {
        KeyLease lease = pool.lease();
        lease.succeeded();
        lease.succeeded();
        for (int i = 0; i < 5; i++) {
            lease.failed(ILL);
            lease.failed(new GatewayException(Failure.KEY_REFUSED, "test"));
        }
        lease.close();

        assertThat(pool.status(1).served()).isEqualTo(1);
        assertThat(pool.status(1).failed()).isZero();
        assertThat(pool.status(1).state()).isEqualTo(KeyState.UP);
    }

    @Test
    void hearsNoWordAfterItsClose() {
        for (int i = 0; i < 3; i++) {
            pool.fail(Failure.UPSTREAM_ERROR);
        }
        pool.pass(10);
        KeyLease lease = pool.lease();
        lease.close();
        lease.failed(new GatewayException(Failure.CLIENT_CLOSED, "test"));
        lease.answering();
        lease.succeeded();

        pool.lease();
        pool.lease();
        pool.refusal();
    }

    @Test
    void countsAnAnswerThatBeganAndBrokeAsAFailure() {
        for (int i = 0; i < 3; i++) {
            try (KeyLease lease = pool.lease()) {
                lease.answering();
                lease.answering();
                lease.failed(ILL);
            }
        }

        assertThat(pool.status(1).reason()).isEqualTo("failing");
    }

    @Test
    void neverShowsItsSecret() {
        KeyLease lease = pool.lease();
        pool.fail(Failure.KEY_REFUSED);

        assertThat(lease).hasToString("key-1");
        assertThat(pool.keys.status().toString() + pool.keys + pool.refusal()).doesNotContain("secret");
    }
}
