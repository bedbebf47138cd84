package io.ondemand2api.responses;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers finished responses in memory, the oldest forgotten first. A response belongs to the client that asked for it;
 * for all others it does not exist. Safe for several threads.
 */
public final class ResponseStore {

    private record Entry(String owner, StoredResponse response, long bytes, long forgetAt) {}

    private final ResponseStoreLimits limits;
    private final LongSupplier clock;
    private final LinkedHashMap<String, Entry> byId = new LinkedHashMap<>();
    private final Map<String, Entry> byItem = new HashMap<>();
    private long bytes;

    /** A store that reads the time by {@link System#nanoTime()}. */
    public ResponseStore(ResponseStoreLimits limits) {
        this(limits, System::nanoTime);
    }

    ResponseStore(ResponseStoreLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The most bytes that all responses take together; one that takes more by itself is not remembered. */
    long maxBytes() {
        return limits.maxCount() == 0 ? 0 : limits.maxBytes();
    }

    /** Remembers it; false when it is too large. */
    synchronized boolean put(String owner, StoredResponse response) {
        long size = response.bytes();
        if (limits.maxCount() == 0 || size > limits.maxBytes()) {
            return false;
        }
        Entry entry = new Entry(
                owner, response, size, clock.getAsLong() + limits.maxAge().toNanos());
        byId.put(response.id(), entry);
        response.output().forEach(item -> byItem.put(item.id(), entry));
        bytes += size;
        trim();
        return true;
    }

    private void trim() {
        long now = clock.getAsLong();
        Iterator<Entry> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            Entry oldest = oldestFirst.next();
            boolean tooMuch = byId.size() > limits.maxCount() || bytes > limits.maxBytes();
            if (!tooMuch && oldest.forgetAt() - now > 0) {
                return;
            }
            oldestFirst.remove();
            forgotten(oldest);
        }
    }

    private void forgotten(Entry entry) {
        bytes -= entry.bytes();
        entry.response().output().forEach(item -> byItem.remove(item.id()));
    }

    /** The response of this name, or null when this client has none. */
    synchronized StoredResponse find(String owner, String id) {
        trim();
        Entry entry = byId.get(id);
        return entry == null || !entry.owner().equals(owner) ? null : entry.response();
    }

    /** An item of a remembered response, or null when this client has none of this name. */
    synchronized OutputItem findItem(String owner, String id) {
        trim();
        Entry entry = byItem.get(id);
        if (entry == null || !entry.owner().equals(owner)) {
            return null;
        }
        return entry.response().output().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Forgets it; false when this client has none of this name. */
    synchronized boolean delete(String owner, String id) {
        if (find(owner, id) == null) {
            return false;
        }
        forgotten(byId.remove(id));
        return true;
    }
}
