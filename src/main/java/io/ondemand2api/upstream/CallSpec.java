package io.ondemand2api.upstream;

import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.keys.KeyLease;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.component.http.HttpMethods;

/**
 * What is to be called, with which key, and where the answer goes. Never changes; {@link UpstreamCall} is the call itself.
 *
 * @param kind what the call is for
 * @param lease the key, which the caller gives back
 * @param target where it goes
 * @param body what it sends; null for none
 * @param model the client's name of the model, for messages; perhaps empty
 * @param limit how long it may take, in nanoseconds; 0 for what is usual for its kind
 * @param traceHeaders headers by which the upstream can go on with the client's trace
 * @param sink where the events of a query go; null for every other kind
 * @param memory counts what is held of the response; null when the call is to have a share of its own
 */
public record CallSpec(
        Kind kind,
        KeyLease lease,
        Target target,
        byte[] body,
        String model,
        long limit,
        Map<String, String> traceHeaders,
        EventSink sink,
        MemoryShare memory) {

    /** What a call is for. */
    public enum Kind {
        CREATE_SESSION,
        QUERY,
        READ_MESSAGE,
        LIST_ENDPOINTS,
        UPLOAD,
        DELETE_SESSION;

        /** The name in logs, such as {@code create_session}. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a call goes.
     *
     * @param method the component's own type: a string would be looked up among all type converters, at every call
     * @param path below the upstream's root
     * @param contentType of the body
     */
    public record Target(HttpMethods method, String path, String contentType) {

        /** A call whose body, if it has one, is JSON. */
        public static Target json(HttpMethods method, String path) {
            return new Target(method, path, "application/json");
        }
    }

    /** A call that no client waits for. */
    public static CallSpec of(Kind kind, KeyLease lease, Target target, byte[] body) {
        return new CallSpec(kind, lease, target, body, "", 0, Map.of(), null, null);
    }

    /** For a client that named the model so. */
    public CallSpec forModel(String name) {
        return new CallSpec(kind, lease, target, body, name, limit, traceHeaders, sink, memory);
    }

    /** Limited to so many nanoseconds. */
    public CallSpec within(long nanos) {
        return new CallSpec(kind, lease, target, body, model, nanos, traceHeaders, sink, memory);
    }

    /** As a part of the client's trace. */
    public CallSpec tracedBy(Map<String, String> headers) {
        return new CallSpec(kind, lease, target, body, model, limit, headers, sink, memory);
    }

    /** With its events going here. */
    public CallSpec into(EventSink events) {
        return new CallSpec(kind, lease, target, body, model, limit, traceHeaders, events, memory);
    }

    /** With what is held of the response counted here. */
    public CallSpec countedBy(MemoryShare share) {
        return new CallSpec(kind, lease, target, body, model, limit, traceHeaders, sink, share);
    }
}
