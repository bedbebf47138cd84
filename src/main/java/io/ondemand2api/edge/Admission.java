package io.ondemand2api.edge;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what is worked on at once: requests in all, requests of one client, and the bytes of all their bodies. Who
 * comes when it is full is told so at once. Safe for several threads.
 */
public final class Admission {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int mostRequests;
    private final int mostPerClient;
    private final long mostBodyBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Integer> perClient = new ConcurrentHashMap<>();
    private final AtomicLong bodyBytes = new AtomicLong();

    /**
     * @param mostRequests the most requests at once, at least 1
     * @param mostPerClient the most requests of one client at once, at least 1
     * @param mostBodyBytes the most bytes that all their bodies together may have
     */
    public Admission(int mostRequests, int mostPerClient, long mostBodyBytes) {
        this.mostRequests = mostRequests;
        this.mostPerClient = mostPerClient;
        this.mostBodyBytes = mostBodyBytes;
    }

    /**
     * Lets a request in.
     *
     * @throws AnswerException {@link Failure#OVERLOADED} or {@link Failure#CLIENT_THROTTLED}
     */
    public Ticket admit(String client) throws AnswerException {
        if (requests.incrementAndGet() > mostRequests) {
            requests.decrementAndGet();
            throw overloaded();
        }
        if (perClient.merge(client, 1, Integer::sum) > mostPerClient) {
            leave(client);
            requests.decrementAndGet();
            throw new AnswerException(
                    Failure.CLIENT_THROTTLED,
                    "You have " + mostPerClient + " requests open, which is the most that one key may have. Please try "
                            + "again in 1s.",
                    RETRY_AFTER);
        }
        return new Ticket(client);
    }

    /** Clients come and go with their keys: whoever has no request open is not in the map. */
    private void leave(String client) {
        perClient.computeIfPresent(client, (label, open) -> open == 1 ? null : open - 1);
    }

    /** How many requests are worked on. */
    public int open() {
        return requests.get();
    }

    static AnswerException overloaded() {
        return new AnswerException(
                Failure.OVERLOADED, "The gateway has as much to do as it may. Please try again in 1s.", RETRY_AFTER);
    }

    /** One request's place; it is given back once, however often it is closed. */
    public final class Ticket implements AutoCloseable {

        private final String client;
        private final AtomicLong taken = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();

        private Ticket(String client) {
            this.client = client;
        }

        /** Takes room for more of the request's body; false when all bodies together have too much. */
        boolean takeBytes(int count) {
            if (bodyBytes.addAndGet(count) > mostBodyBytes) {
                bodyBytes.addAndGet(-count);
                return false;
            }
            taken.addAndGet(count);
            return true;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                requests.decrementAndGet();
                leave(client);
                bodyBytes.addAndGet(-taken.get());
            }
        }
    }
}
