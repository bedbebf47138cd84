package io.ondemand2api.keys;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the keys is asked next: one that has not failed lately before one that has, of equal ones the least in
 * flight, of these the next in turn. Guarded by the pool's lock.
 */
final class KeyChoice {

    private int turn;

    /** There are other keys: turns begin with the first. */
    void startOver() {
        turn = 0;
    }

    /** True when this key has failed lately and another, that can be asked, has not. */
    boolean othersFirst(Key key, List<Key> keys, Instant now) {
        return key.askedLast(now) && keys.stream().anyMatch(other -> !other.askedLast(now) && other.hasRoom(now));
    }

    /** The key that is to be asked next, with a slot of it taken; null when none can be. */
    Key among(List<Key> keys, Instant now) {
        int size = keys.size();
        Comparator<Key> order = order(now);
        Key best = null;
        int bestIndex = 0;
        for (int i = 0; i < size; i++) {
            int index = (turn + i) % size;
            Key key = keys.get(index);
            if (key.hasRoom(now) && (best == null || order.compare(key, best) < 0)) {
                best = key;
                bestIndex = index;
            }
        }
        if (best == null) {
            return null;
        }
        turn = (bestIndex + 1) % size;
        return best.acquire(now) ? best : anyOther(best, keys, now);
    }

    private static Comparator<Key> order(Instant now) {
        return Comparator.comparing((Key key) -> key.askedLast(now)).thenComparingInt(Key::inFlight);
    }

    /** Skips keys whose breaker lets no request through now; asks the others in order of load. */
    private static Key anyOther(Key refused, List<Key> keys, Instant now) {
        return keys.stream()
                .filter(key -> key != refused && key.hasRoom(now))
                .sorted(order(now))
                .filter(key -> key.acquire(now))
                .findFirst()
                .orElse(null);
    }
}
