package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.EventStream;
import io.ondemand2api.upstream.protocol.OnDemandEvent;
import java.util.Iterator;
import java.util.List;

/**
 * The events of one call, for the Split of the route. Split asks whether there is a next element before it handles the
 * current one, and iterates the remaining elements when it ends: so {@link #hasNext()} never reads, {@link #next()} may
 * return nothing, and a failure is remembered by the call instead of being thrown.
 */
final class EventSource implements Iterator<List<OnDemandEvent>> {

    private final EventStream stream;
    private final UpstreamCall call;
    private boolean ended;

    EventSource(EventStream stream, UpstreamCall call) {
        this.stream = stream;
        this.call = call;
    }

    @Override
    public boolean hasNext() {
        return !ended && !call.aborted();
    }

    @Override
    public List<OnDemandEvent> next() {
        List<OnDemandEvent> events = List.of();
        try {
            events = stream.next();
            ended = stream.ended();
            if (stream.whole()) {
                call.drained();
            }
        } catch (GatewayException broken) {
            ended = true;
            call.fail(broken);
            call.abort(null);
        }
        return events;
    }
}
