package io.ondemand2api.keys;

import java.util.Locale;

/** How a key fares, as an operator sees it. */
public enum KeyState {
    /** Usable. */
    UP,
    /** Resting until a known moment: throttled, or its breaker is open. */
    COOLING,
    /** Being probed by a few requests after its rest. */
    HALF_OPEN,
    /** Refused by the upstream; left alone until one request probes it. */
    DEAD,
    /** Taken out by an operator, until one brings it back. */
    ASIDE;

    /**
     * The name in answers and metrics: {@code up}, {@code cooling}, {@code half-open}, {@code dead},
     * {@code aside}.
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
