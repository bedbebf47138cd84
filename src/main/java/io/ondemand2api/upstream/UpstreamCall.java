package io.ondemand2api.upstream;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.upstream.protocol.StreamPosition;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * One call of the upstream, from its headers to its last byte. It remembers why it failed, because a circuit breaker
 * may swallow the exception on its way. The worker reads it, while the timer or the client's leaving may abort it.
 */
public final class UpstreamCall implements Monitored {

    private final CallSpec spec;
    private final long started = System.nanoTime();
    private final AtomicReference<GatewayException> failure = new AtomicReference<>();

    private volatile HttpUriRequestBase request;
    private volatile boolean aborted;
    private volatile boolean heard;
    private volatile long lastHeard = started;
    private volatile long lastProgress = started;
    private StreamPosition position = new StreamPosition();
    private boolean progressed;
    private boolean connectionReused;
    private boolean concluded;
    private boolean drained;
    private byte[] body;

    /** @param spec what is called */
    public UpstreamCall(CallSpec spec) {
        this.spec = spec;
    }

    /** What is called. */
    public CallSpec spec() {
        return spec;
    }

    /** What the call is for. */
    public CallSpec.Kind kind() {
        return spec.kind();
    }

    /** The key that it is made with. */
    public KeyLease lease() {
        return spec.lease();
    }

    /** Takes the request in hand, so that it can be cancelled from now on. */
    public void bind(HttpUriRequestBase bound) {
        request = bound;
        if (aborted) {
            bound.cancel();
        }
    }

    /** True once the request was on its way. */
    boolean begun() {
        return request != null;
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

    @Override
    public boolean forGateway() {
        return true;
    }

    /** For a call that no answer looks after. */
    @Override
    public void tick(long now, TimeLimits limits) {
        if (!aborted && limits.exceeded(this, now)) {
            abort(UpstreamFailures.tooLong());
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

    /** True when a fault of the gateway's own has ended it: nothing that comes behind it makes an answer of it. */
    boolean faulty() {
        GatewayException why = failure.get();
        return why != null && why.failure() == Failure.INTERNAL;
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

    /** How far a query's stream was read. */
    public StreamPosition position() {
        return position;
    }

    void position(StreamPosition read) {
        position = read;
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
