package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The events of one answer, read from the body of a query's response. Not safe for several threads. */
public final class EventStream {

    private final EventReader reader;
    private boolean metrics;
    private boolean ended;

    /** @param body the response's body; its owner closes it */
    public EventStream(InputStream body) {
        this.reader = new EventReader(body);
    }

    /**
     * Waits for the next events and gives all that have arrived. After the last one {@link #ended()} is true.
     *
     * @return perhaps empty, at the end
     * @throws AnswerException when the stream breaks, ends too soon, or cannot be read
     */
    public List<OnDemandEvent> next() throws GatewayException {
        List<OnDemandEvent> events;
        try {
            events = reader.read();
        } catch (EventReader.BadFrameException unreadable) {
            ended = true;
            throw UpstreamFailures.badFrame();
        } catch (IOException broken) {
            return endWithoutMark();
        }
        if (events.isEmpty()) {
            return endWithoutMark();
        }
        for (OnDemandEvent event : events) {
            metrics |= event instanceof OnDemandEvent.Metrics;
            ended |= event instanceof OnDemandEvent.Done || event instanceof OnDemandEvent.Failed;
        }
        return events;
    }

    /** An end without its mark is none, unless the metrics came: nothing of the answer follows those. */
    private List<OnDemandEvent> endWithoutMark() throws GatewayException {
        ended = true;
        if (!metrics) {
            throw UpstreamFailures.truncated();
        }
        return List.of();
    }

    /** True when no more events will come. */
    public boolean ended() {
        return ended;
    }
}
