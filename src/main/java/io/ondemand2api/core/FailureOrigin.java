package io.ondemand2api.core;

/** Where a failure comes from. It decides what counts against a key, and what another attempt may mend. */
public enum FailureOrigin {
    /** The client's request, or its leaving. */
    CALLER,
    /** None of the others for certain: what happens now and then to each of them. */
    UNKNOWN,
    /** The key that was used. */
    KEY,
    /** OnDemand, or the way there. */
    UPSTREAM,
    /** The gateway itself, or its limits. */
    GATEWAY
}
