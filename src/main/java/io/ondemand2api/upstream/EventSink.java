package io.ondemand2api.upstream;

import io.ondemand2api.upstream.protocol.OnDemandEvent;
import java.util.List;

/** Where the events of a query go. Used by the thread that reads the stream. */
public interface EventSink {

    /** Takes all events that have arrived, in their order. */
    void accept(List<OnDemandEvent> events);

    /** True when no further event is wanted: the answer is whole, or will be asked for again. */
    boolean satisfied();

    /**
     * True when the question itself holds these words, so that an answer that repeats them proves nothing.
     *
     * @param words in lower case; compared without regard to case
     */
    boolean asksWith(String words);
}
