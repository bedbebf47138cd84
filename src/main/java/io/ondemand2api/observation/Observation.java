package io.ondemand2api.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tells metrics, traces and the log of every request: the one place that they are fed from. */
public final class Observation {

    private final GenAiMetrics genAi;
    private final RequestMetrics metrics;
    private final Tracing tracing;
    private final RequestLog log = new RequestLog();
    private final RecentRequests recent;
    private final UsageLedger usage;

    /**
     * @param tracing null without traces
     * @param recent keeps the last requests
     * @param usage sums up what they used
     */
    public Observation(
            GenAiMetrics genAi, RequestMetrics metrics, Tracing tracing, RecentRequests recent, UsageLedger usage) {
        this.usage = usage;
        this.recent = recent;
        this.genAi = genAi;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /**
     * A request has come in.
     *
     * @param started when, by {@link System#nanoTime()}
     * @param headers gives the client's header of this name, or null
     */
    public ObservedRequest begin(Entry entry, long started, UnaryOperator<String> headers) {
        return new ObservedRequest(
                this, entry, started, tracing == null ? Span.getInvalid() : tracing.request(headers));
    }

    /**
     * A request was refused before any route took it.
     *
     * @param path as the client wrote it
     */
    public void refused(String id, String method, String path, int status, String errorType, long nanos) {
        metrics.refused(method, status, errorType, nanos);
        log.refused(id, method, path, status, errorType);
    }

    /** @param span that of the request, by which exemplars and the log find its trace */
    void ended(RequestRecord request, Span span) {
        log.write(request, span.getSpanContext());
        recent.add(request);
        usage.add(request);
        if (span.getSpanContext().isValid()) {
            Context.root().with(span).wrap(() -> measure(request)).run();
        } else {
            measure(request);
        }
    }

    private void measure(RequestRecord request) {
        metrics.ended(request);
        if (request.entry().operation() != null) {
            genAi.ended(request);
        }
    }

    Span attempt(Span request) {
        return tracing == null ? Span.getInvalid() : tracing.attempt(request);
    }

    Map<String, String> headers(Span attempt) {
        return tracing == null ? Map.of() : tracing.headers(attempt);
    }

    boolean tellsContent() {
        return tracing.content();
    }

    void attemptEnded(String operation, String model, String endpoint, String errorType, long nanos) {
        genAi.attemptEnded(operation, model, endpoint, errorType, nanos);
        metrics.attemptEnded(errorType);
    }

    void rotated(String reason) {
        metrics.rotated(reason);
    }

    void resumed(boolean whole) {
        metrics.resumed(whole);
    }
}
