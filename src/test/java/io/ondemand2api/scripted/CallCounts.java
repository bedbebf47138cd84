package io.ondemand2api.scripted;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many calls came, by what they asked for and with which key. */
public final class CallCounts {

    private static final int MAX_KEYS = 10_000;
    private static final String NO_KEY = "";

    private final Map<CallKind, Long> totals = new EnumMap<>(CallKind.class);
    private final Map<CallKind, Map<String, Long>> byKey = new EnumMap<>(CallKind.class);

    CallCounts() {}

    /** Counts one call and gives its number of its kind, and its number of its kind and key, both from 1. */
    synchronized long[] count(CallKind kind, String apikey) {
        Map<String, Long> keys = byKey.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        String key = apikey == null ? NO_KEY : apikey;
        long total = totals.merge(kind, 1L, Long::sum);
        // beyond any real number of keys the count by key stops, so that memory does not grow for ever
        long ofKey = keys.containsKey(key) || keys.size() < MAX_KEYS ? keys.merge(key, 1L, Long::sum) : 1;
        return new long[] {total, ofKey};
    }

    /** Calls of this kind. */
    public synchronized long of(CallKind kind) {
        return totals.getOrDefault(kind, 0L);
    }

    /** Calls of this kind with this key; the empty key counts those without one. */
    public synchronized long of(CallKind kind, String apikey) {
        return byKey.getOrDefault(kind, Map.of()).getOrDefault(apikey, 0L);
    }

    /** Calls of this kind by key, in the order in which the keys first came. */
    public synchronized Map<String, Long> byKey(CallKind kind) {
        return new LinkedHashMap<>(byKey.getOrDefault(kind, Map.of()));
    }

    /** Calls of all kinds. */
    public synchronized long total() {
        return totals.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized void clear() {
        totals.clear();
        byKey.clear();
    }
}
