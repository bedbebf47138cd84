package io.ondemand2api.upstream;

import io.ondemand2api.completion.CompletionContext;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * One call of the upstream, from its headers to its last byte. It remembers why it failed, because a circuit breaker
 * may swallow the exception on its way. The worker reads it, while the timer or the client's leaving may abort it.
 */
public final class UpstreamCall implements Monitored {

    /** What a call is for. */
    public enum Kind {
        CREATE_SESSION,
        QUERY,
        LIST_ENDPOINTS,
        UPLOAD,
        DELETE_SESSION
    }

    /**
     * What it asks for.
     *
     * @param method the component's own type: a string would be looked up among all type converters, at every call
     * @param path below the upstream's root
     * @param contentType of the body
     */
    public record Target(HttpMethods method, String path, String contentType) {}

    /** The call that this thread is about to make: the HTTP client has no other way to hand it on. */
    private static final ThreadLocal<UpstreamCall> CURRENT = new ThreadLocal<>();

    private final Kind kind;
    private final KeyLease lease;
    private final String model;
    private final long limit;
    private final long started = System.nanoTime();
    private final AtomicReference<GatewayException> failure = new AtomicReference<>();

    private volatile HttpUriRequestBase request;
    private volatile boolean aborted;
    private volatile boolean heard;
    private volatile long lastHeard = started;
    private volatile long lastProgress = started;
    private boolean progressed;
    private boolean connectionReused;
    private boolean concluded;
    private boolean drained;
    private Target target;
    private byte[] body;
    private Map<String, String> traceHeaders = Map.of();

    public UpstreamCall(Kind kind, KeyLease lease, String model) {
        this(kind, lease, model, 0);
    }

    /** @param limit how long the call may take, in nanoseconds; 0 for what is usual for its kind */
    public UpstreamCall(Kind kind, KeyLease lease, String model, long limit) {
        this.limit = limit;
        this.kind = kind;
        this.lease = lease;
        this.model = model;
    }

    static void current(UpstreamCall call) {
        CURRENT.set(call);
    }

    /** Gives the call that this thread is about to make, once; null when there is none. */
    public static UpstreamCall takeCurrent() {
        UpstreamCall call = CURRENT.get();
        CURRENT.remove();
        return call;
    }

    Kind kind() {
        return kind;
    }

    public KeyLease lease() {
        return lease;
    }

    /** The caller's name of the model, for messages. */
    String model() {
        return model;
    }

    void target(Target wanted) {
        target = wanted;
    }

    Target target() {
        return target;
    }

    /** Headers by which the upstream can go on with the client's trace. */
    public void traceHeaders(Map<String, String> headers) {
        traceHeaders = headers;
    }

    public Map<String, String> traceHeaders() {
        return traceHeaders;
    }

    /** Takes the request in hand, so that it can be cancelled from now on. */
    public void bind(HttpUriRequestBase bound) {
        request = bound;
        if (aborted) {
            bound.cancel();
        }
    }

    /**
     * Ends the call from any thread, before or after its headers.
     *
     * @param why what it then fails with, or null when nothing more is wanted of it
     */
    public void abort(GatewayException why) {
        if (why != null) {
            failure.compareAndSet(null, why);
        }
        aborted = true;
        HttpUriRequestBase bound = request;
        if (bound != null) {
            bound.cancel();
        }
    }

    /** For a call that no answer looks after. */
    @Override
    public void tick(long now, TimeLimits limits) {
        if (!aborted && limits.exceeded(this, now)) {
            abort(CompletionContext.tooLong());
        }
    }

    @Override
    public void cut(GatewayException why) {
        abort(why);
    }

    public boolean aborted() {
        return aborted;
    }

    /** Remembers the first reason for which the call failed, and gives it. */
    public GatewayException fail(GatewayException why) {
        failure.compareAndSet(null, why);
        return failure.get();
    }

    /** Why it failed, or null. */
    GatewayException failure() {
        return failure.get();
    }

    /**
     * Something came, and if {@code progress} it was more than a sign of life.
     *
     * @return true for the first time that it was more
     */
    boolean heard(boolean progress) {
        long now = System.nanoTime();
        heard = true;
        lastHeard = now;
        if (progress) {
            lastProgress = now;
        }
        boolean first = progress && !progressed;
        progressed |= progress;
        return first;
    }

    boolean heard() {
        return heard;
    }

    /** All moments are those of {@link System#nanoTime()}. */
    long started() {
        return started;
    }

    /** How long it may take, in nanoseconds; 0 for what is usual for its kind. */
    long limit() {
        return limit;
    }

    public long lastHeard() {
        return lastHeard;
    }

    long lastProgress() {
        return lastProgress;
    }

    public void connectionReused(boolean reused) {
        connectionReused = reused;
    }

    public boolean connectionReused() {
        return connectionReused;
    }

    /** The whole answer of a call that is no query. */
    public void body(byte[] bytes) {
        body = bytes;
    }

    public byte[] body() {
        return body;
    }

    /** The stream was read to its proper end. */
    void drained() {
        drained = true;
    }

    public boolean isDrained() {
        return drained;
    }

    /** The steps inside the circuit breaker ran to their end. */
    void conclude() {
        concluded = true;
    }

    boolean concluded() {
        return concluded;
    }
}
