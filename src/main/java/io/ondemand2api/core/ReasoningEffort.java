package io.ondemand2api.core;

import java.util.Locale;

/** How long the model may think before it answers, in the three steps that OnDemand knows. */
public enum ReasoningEffort {
    LOW,
    MEDIUM,
    MAX;

    /** The upstream's own word for it: {@code low}, {@code medium} or {@code max}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
