package io.ondemand2api.core;

/**
 * Says in a stream that the usage after it is the gateway's own estimate. The head that would say so has left long before,
 * and no dialect has a field for it: a comment is what every client reads over and a person still sees.
 */
public final class EstimateNote {

    private EstimateNote() {}

    /** Appends the note, if this usage needs it. */
    public static void append(Usage usage, ByteSink out) {
        if (usage.estimated()) {
            out.append(": usage is estimated\n\n");
        }
    }
}
