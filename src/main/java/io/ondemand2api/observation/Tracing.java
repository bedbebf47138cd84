package io.ondemand2api.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Makes the spans of requests and of their attempts. They are the gateway's own, since Camel's would end with the
 * upstream's headers, before the first word: its tracer sees exchanges, not streams.
 */
public final class Tracing implements AutoCloseable {

    private static final long SHUTDOWN_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final boolean content;

    /**
     * @param sdk what gathers and sends the spans; closed with this
     * @param content whether spans bear what was said
     */
    Tracing(OpenTelemetrySdk sdk, boolean content) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.ondemand2api");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
        this.content = content;
    }

    /** The maker of spans, for Camel's tracer. */
    public Tracer tracer() {
        return tracer;
    }

    /** How a trace goes on from one process to the next, for Camel's tracer. */
    public io.opentelemetry.context.propagation.ContextPropagators propagators() {
        return sdk.getPropagators();
    }

    boolean content() {
        return content;
    }

    /**
     * Starts the span of a request.
     *
     * @param headers gives the client's header of this name, or null
     */
    Span request(UnaryOperator<String> headers) {
        Context here = Context.current();
        boolean camelTraces = Span.fromContext(here).getSpanContext().isValid();
        return tracer.spanBuilder("request")
                .setParent(camelTraces ? here : propagator.extract(Context.root(), headers, HeaderGetter.INSTANCE))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    /** Starts the span of an attempt within that of its request. */
    Span attempt(Span request) {
        SpanBuilder builder = tracer.spanBuilder("attempt");
        return builder.setParent(Context.root().with(request))
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
    }

    /** The headers by which the upstream can go on with the trace. */
    Map<String, String> headers(Span attempt) {
        Map<String, String> headers = new LinkedHashMap<>();
        propagator.inject(Context.root().with(attempt), headers, Map::put);
        return headers;
    }

    /** Sends what is left, within a bound. */
    @Override
    public void close() {
        sdk.shutdown().join(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }

    private enum HeaderGetter implements TextMapGetter<UnaryOperator<String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return List.of();
        }

        @Override
        public String get(UnaryOperator<String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    }
}
