package io.ondemand2api.observation;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One request as it is seen while it is served: its span, and that of its attempt under way. Used by one thread at a
 * time. Moments are those of {@link System#nanoTime()}.
 */
public final class ObservedRequest {

    private final Observation observation;
    private final Entry entry;
    private final long started;
    private final long startedNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    private final Span span;

    private String model;
    private String endpoint;
    private Span attempt;
    private long attemptStarted;
    private long firstCall;
    private boolean ended;

    ObservedRequest(Observation observation, Entry entry, long started, Span span) {
        this.observation = observation;
        this.entry = entry;
        this.started = started;
        this.span = span;
    }

    /** Where it came in. */
    public Entry entry() {
        return entry;
    }

    /** Its trace, as the header {@code traceresponse} names it to the client; null without traces. */
    public String traceResponse() {
        SpanContext trace = span.getSpanContext();
        return trace.isValid()
                ? "00-" + trace.getTraceId() + "-" + trace.getSpanId() + "-"
                        + trace.getTraceFlags().asHex()
                : null;
    }

    /** When it came in. */
    public long started() {
        return started;
    }

    /** When the upstream was called for it first; 0 when it was not. */
    public long firstCall() {
        return firstCall;
    }

    /**
     * The upstream is about to be called for an attempt, if not for the first time.
     *
     * @param asked the model as the client named it
     * @param served the upstream's name of it
     * @param key the label of the key
     * @return the headers by which the upstream can go on with the trace; empty without traces
     */
    public Map<String, String> attemptCalls(String asked, String served, String key) {
        if (attempt == null) {
            model = asked;
            endpoint = served;
            attemptStarted = System.nanoTime();
            firstCall = firstCall == 0 ? attemptStarted : firstCall;
            attempt = observation.attempt(span);
            if (attempt.isRecording()) {
                attempt.setAttribute("ondemand2api.key", key);
            }
        }
        return observation.headers(attempt);
    }

    /** The attempt under way asks in this session. */
    public void attemptAsks(String session) {
        if (attempt != null && attempt.isRecording()) {
            attempt.setAttribute("gen_ai.conversation.id", session);
        }
    }

    /** The attempt under way, if there is one, has failed, or is given up for another when there is no failure. */
    public void attemptEnds(String errorType) {
        attemptEnds(System.nanoTime(), null, null, errorType);
    }

    /**
     * The broken stream of the answer was asked to go on.
     *
     * @param whole true when the client has the whole of it
     */
    public void resumed(boolean whole) {
        observation.resumed(whole);
    }

    /** The next attempt is made with another key. */
    public void rotates(String reason) {
        observation.rotated(reason);
    }

    private void attemptEnds(long at, String finishReason, Usage usage, String errorType) {
        if (attempt == null) {
            return;
        }
        observation.attemptEnded(operation(entry), model, endpoint, errorType, at - attemptStarted);
        if (attempt.isRecording()) {
            SpanAttributes.ofCall(attempt, operation(entry), model, endpoint, finishReason, usage, errorType);
            attempt.end(wallClock(at), TimeUnit.NANOSECONDS);
        }
        attempt = null;
    }

    private static String operation(Entry entry) {
        return entry.operation() == null ? "chat" : entry.operation();
    }

    /** True once it has been told how it ended. */
    public boolean ended() {
        return ended;
    }

    /**
     * It has ended; nothing may be said of it after this.
     *
     * @param conversation what was asked, or null
     * @param answer what was answered, or null
     */
    public void ends(RequestRecord request, Conversation conversation, Turn answer) {
        ended = true;
        long end = started + request.timings().total();
        Outcome outcome = request.outcome();
        attemptEnds(end, outcome.finishReason(), request.usage(), outcome.errorType());
        observation.ended(request, span);
        if (!span.isRecording()) {
            return;
        }
        SpanAttributes.ofRequest(span, request);
        if (conversation != null) {
            SpanAttributes.ofSampling(span, conversation);
            if (observation.tellsContent()) {
                SpanAttributes.ofContent(span, conversation, answer);
            }
        }
        span.end(wallClock(end), TimeUnit.NANOSECONDS);
    }

    /** Spans end when their client was done, which is known only later. */
    private long wallClock(long moment) {
        return startedNanos + (moment - started);
    }
}
