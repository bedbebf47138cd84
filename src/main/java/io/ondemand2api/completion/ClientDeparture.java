package io.ondemand2api.completion;

import io.ondemand2api.core.ClientClosedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** That the client has left, for a thread that waits for something else. Safe for several threads. */
final class ClientDeparture {

    private final CountDownLatch left = new CountDownLatch(1);

    /** The client has left. */
    void happened() {
        left.countDown();
    }

    /**
     * Waits, but not for a client that is gone.
     *
     * @throws ClientClosedException when it leaves during the wait, or has before
     */
    void pause(Duration time) throws ClientClosedException, InterruptedException {
        if (left.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ClientClosedException();
        }
    }
}
