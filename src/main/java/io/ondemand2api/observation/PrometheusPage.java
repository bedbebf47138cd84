package io.ondemand2api.observation;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;

/**
 * The metrics as Prometheus reads them. In the OpenMetrics format the buckets of histograms have exemplars: the trace of
 * a request that fell into them, when there are traces.
 */
public final class PrometheusPage {

    /** The format that has exemplars. */
    public static final String OPEN_METRICS = "application/openmetrics-text";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * The page in one of its formats.
     *
     * @param type the media type
     * @param body what is scraped
     */
    public record Page(String type, String body) {}

    private PrometheusPage() {}

    /** A registry for such a page. */
    public static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
        MeterNames.install(registry);
        return registry;
    }

    /** @param accept the header by which the reader says what it takes; null for none */
    public static Page of(PrometheusMeterRegistry registry, String accept) {
        boolean openMetrics = accept != null && accept.contains(OPEN_METRICS);
        String type = openMetrics ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : TEXT;
        return new Page(type, registry.scrape(type));
    }

    /** A request is measured within its span. */
    private static final class CurrentSpan implements SpanContext {

        @Override
        public String getCurrentTraceId() {
            return valid() ? Span.current().getSpanContext().getTraceId() : null;
        }

        @Override
        public String getCurrentSpanId() {
            return valid() ? Span.current().getSpanContext().getSpanId() : null;
        }

        @Override
        public boolean isCurrentSpanSampled() {
            return Span.current().getSpanContext().isSampled();
        }

        @Override
        public void markCurrentSpanAsExemplar() {
            // the span has ended
        }

        private static boolean valid() {
            return Span.current().getSpanContext().isValid();
        }
    }
}
