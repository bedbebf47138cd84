package io.ondemand2api.media;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Bounds the bytes of downloaded files that all requests together hold. Safe for several threads. */
public final class RemoteBytes {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    public RemoteBytes(long most) {
        this.most = most;
    }

    /** A request's share, which it holds until its exchange is done. */
    Share share(long mostOfRequest) {
        return new Share(mostOfRequest);
    }

    /** What one request holds. */
    final class Share extends SynchronizationAdapter {

        private final long mostOfRequest;
        private long taken;

        private Share(long mostOfRequest) {
            this.mostOfRequest = mostOfRequest;
        }

        /**
         * Takes room for a file.
         *
         * @return false when the request has too much
         * @throws AnswerException when all requests together have
         */
        boolean take(int bytes) throws GatewayException {
            if (taken + bytes > mostOfRequest) {
                return false;
            }
            if (held.addAndGet(bytes) > most) {
                held.addAndGet(-bytes);
                throw new GatewayException(
                        Failure.OVERLOADED,
                        "The gateway holds as many downloaded files as it may. Please try again in 1s.",
                        Duration.ofSeconds(1));
            }
            taken += bytes;
            return true;
        }

        @Override
        public void onDone(Exchange exchange) {
            held.addAndGet(-taken);
            taken = 0;
        }
    }
}
