package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of a streamed response, kept so that a client can read them again, or go on reading on another connection.
 * An event's place is its {@code sequence_number}. Safe for several threads.
 */
final class EventLog {

    private final long maxBytes;
    private final MemoryShare share;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<byte[]> events = new ArrayList<>();
    private byte[] rest = new byte[0];
    private long bytes;
    private boolean lost;
    private boolean ended;

    /**
     * @param maxBytes beyond it nothing is kept
     * @param share room for the events is taken of it
     */
    EventLog(long maxBytes, MemoryShare share) {
        this.maxBytes = maxBytes;
        this.share = share;
        this.lost = maxBytes == 0;
    }

    /** A log that keeps nothing. */
    static EventLog none() {
        return new EventLog(0, null);
    }

    /** Takes what is written of the stream: whole events, with a comment before some. */
    void append(byte[] written) {
        lock.lock();
        try {
            if (!lost && !ended && hasRoom(written.length)) {
                split(written);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What has no room is no fault of the answer's, which goes on without its log. */
    private boolean hasRoom(int length) {
        bytes += length;
        try {
            share.take(length);
            lost = bytes > maxBytes;
        } catch (GatewayException noRoom) {
            lost = true;
        }
        if (lost) {
            events.clear();
            bytes = 0;
            changed.signalAll();
        }
        return !lost;
    }

    private void split(byte[] written) {
        byte[] all = rest.length == 0
                ? written
                : new ByteSink(rest.length + written.length)
                        .append(rest)
                        .append(written)
                        .drain();
        int from = 0;
        boolean comment = startsComment(all, 0);
        for (int i = 1; i < all.length; i++) {
            if (all[i] == '\n' && all[i - 1] == '\n') {
                if (!comment) {
                    events.add(Arrays.copyOfRange(all, from, i + 1));
                    from = i + 1;
                }
                comment = startsComment(all, i + 1);
            }
        }
        rest = Arrays.copyOfRange(all, from, all.length);
    }

    private static boolean startsComment(byte[] all, int at) {
        return at < all.length && all[at] == ':';
    }

    /** Nothing more comes. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes it holds. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** True when it keeps no events, or no longer. */
    boolean lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the events to a client, and waits for those that are still to come, until the last one or until the client
     * leaves.
     *
     * @param from the number of the first event
     */
    void follow(ResponseChannel client, int from) {
        client.whenClosed(this::wake);
        int next = from;
        byte[] event = await(next, client);
        while (event != null && client.write(event)) {
            next++;
            event = await(next, client);
        }
        client.endStream(null);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Null when there is no such event and none comes. */
    private byte[] await(int number, ResponseChannel client) {
        lock.lock();
        try {
            while (number >= events.size() && !ended && !lost && !client.closed()) {
                changed.awaitUninterruptibly();
            }
            return number < events.size() ? events.get(number) : null;
        } finally {
            lock.unlock();
        }
    }
}
