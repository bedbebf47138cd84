package io.ondemand2api.server;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.RequestTooLargeException;
import io.ondemand2api.core.SharedPlaces;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what is worked on at once: requests in all, requests of one client, and the memory that all their bodies take.
 * Who comes when it is full is told so at once. Safe for several threads.
 */
public final class Admission {

    /** Of the memory for bodies the part that only small requests may use, so that large ones leave room for them. */
    private static final int PART_FOR_SMALL = 16;

    /** How much memory a small request takes at most, in bytes. */
    private static final int SMALL = 64 * 1024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int mostRequests;
    private final int mostPerClient;
    private final long mostBodyMemory;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Integer> perClient = new ConcurrentHashMap<>();
    private volatile SharedPlaces places = SharedPlaces.ALONE;
    private final AtomicLong bodyMemory = new AtomicLong();

    /**
     * @param mostRequests the most requests at once, at least 1
     * @param mostPerClient the most requests of one client at once, at least 1
     * @param mostBodyMemory the most bytes of memory that all their bodies, and what is made of them, may take together
     */
    public Admission(int mostRequests, int mostPerClient, long mostBodyMemory) {
        this.mostRequests = mostRequests;
        this.mostPerClient = mostPerClient;
        this.mostBodyMemory = mostBodyMemory;
    }

    /**
     * Lets a request in.
     *
     * @param most the most requests of this client at once, where it has a limit of its own; else null
     * @throws GatewayException {@link Failure#OVERLOADED} or {@link Failure#CLIENT_THROTTLED}
     */
    public Ticket admit(String client, Integer most) throws GatewayException {
        int mostOfClient = most == null ? mostPerClient : Math.min(most, mostPerClient);
        if (requests.incrementAndGet() > mostRequests) {
            requests.decrementAndGet();
            throw overloaded();
        }
        if (perClient.merge(client, 1, Integer::sum) > mostOfClient) {
            leave(client);
            throw tooMany(mostOfClient);
        }
        Runnable place = most == null ? () -> {} : places.take("client:{" + client + "}:open", mostOfClient);
        if (place == null) {
            leave(client);
            throw tooMany(mostOfClient);
        }
        return new Ticket(client, place);
    }

    /** Counts the places of clients with limits of their own over several processes, from now on. */
    public void share(SharedPlaces shared) {
        places = shared;
    }

    private static GatewayException tooMany(int most) {
        return new GatewayException(
                Failure.CLIENT_THROTTLED,
                "You have " + most + " requests open, which is the most that one key may have. Please try "
                        + "again in 1s.",
                RETRY_AFTER);
    }

    /** Clients come and go with their keys: a client without an open request is not in the map. */
    private void leave(String client) {
        requests.decrementAndGet();
        perClient.computeIfPresent(client, (label, open) -> open == 1 ? null : open - 1);
    }

    /** How many requests are worked on. */
    public int open() {
        return requests.get();
    }

    /** The most requests at once. */
    public int most() {
        return mostRequests;
    }

    /** The bytes of memory that all bodies take. */
    public long bodyMemory() {
        return bodyMemory.get();
    }

    /** The most bytes of memory that all bodies may take. */
    public long mostBodyMemory() {
        return mostBodyMemory;
    }

    /** What large requests may take, all together. */
    private long mostForLarge() {
        return mostBodyMemory - mostBodyMemory / PART_FOR_SMALL;
    }

    static GatewayException overloaded() {
        return new GatewayException(
                Failure.OVERLOADED, "The gateway has as much to do as it may. Please try again in 1s.", RETRY_AFTER);
    }

    /** One request's place and its share of the memory; each is given back once, however often it is closed. */
    public final class Ticket implements AutoCloseable, MemoryShare {

        private final String client;
        private final Runnable place;
        private final AtomicBoolean closed = new AtomicBoolean();
        private long taken;
        private boolean released;

        private Ticket(String client, Runnable place) {
            this.client = client;
            this.place = place;
        }

        /** Takes memory for the request's body; false when all bodies together have too much. */
        synchronized boolean tryTake(long bytes) {
            boolean small = taken + bytes <= Math.min(SMALL, mostBodyMemory / PART_FOR_SMALL);
            long most = small ? mostBodyMemory : mostForLarge();
            if (released || bodyMemory.addAndGet(bytes) > most) {
                bodyMemory.addAndGet(released ? 0 : -bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        @Override
        public void take(long bytes) throws GatewayException {
            if (!tryTake(bytes)) {
                throw noRoom(bytes);
            }
        }

        /** Why there are not so many bytes more: others have them, or no request may have so many. */
        synchronized GatewayException noRoom(long bytes) {
            return taken + bytes > mostForLarge()
                    ? new RequestTooLargeException("The request takes more memory than the gateway has for one: "
                            + mostForLarge() + " bytes for all that is made of it.")
                    : overloaded();
        }

        @Override
        public synchronized void giveBack(long bytes) {
            long held = Math.min(bytes, taken);
            taken -= held;
            bodyMemory.addAndGet(-held);
        }

        /** Gives back all memory: nothing of the request is held any more. */
        public synchronized void release() {
            released = true;
            giveBack(taken);
        }

        /** Gives back the place: the client is done. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leave(client);
                place.run();
            }
        }
    }
}
