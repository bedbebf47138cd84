package io.ondemand2api.observation;

import io.ondemand2api.core.Usage;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One line for each request: who asked what of whom, how it ended and what it took; never a key and never a word. */
final class RequestLog {

    private static final Logger LOG = LogManager.getLogger("io.ondemand2api.requests");

    /** @param trace the request's span; not valid without traces */
    void write(RequestRecord request, SpanContext trace) {
        Level level = level(request);
        if (LOG.isEnabled(level)) {
            LOG.log(level, new RequestMessage(line(request, trace), fields(request, trace)));
        }
    }

    /** The health page is asked every few seconds by monitors, without a client key. */
    private static Level level(RequestRecord request) {
        boolean routine = request.client() == null && request.outcome().status() < 400;
        return routine ? Level.DEBUG : Level.INFO;
    }

    /** A request that no route took. */
    void refused(String id, String method, String path, int status, String errorType) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("request_id", id);
        fields.put("method", PlainText.word(method));
        fields.put("path", PlainText.path(path));
        fields.put("status", status);
        fields.put("error_type", errorType);
        LOG.info(new RequestMessage(
                id + " - " + fields.get("method") + " " + fields.get("path") + " status=" + status + " error="
                        + errorType,
                fields));
    }

    private static String line(RequestRecord request, SpanContext trace) {
        StringBuilder line = new StringBuilder(200)
                .append(request.id())
                .append(' ')
                .append(orDash(request.client()))
                .append(' ')
                .append(request.entry().route());
        if (request.entry().operation() != null) {
            line.append(" model=")
                    .append(request.model() == null ? "-" : PlainText.word(request.model()))
                    .append(" endpoint=")
                    .append(request.endpoint() == null ? "-" : PlainText.word(request.endpoint()))
                    .append(" key=")
                    .append(orDash(request.key()))
                    .append(" session=")
                    .append(orDash(request.session()));
        }
        line.append(" status=").append(request.outcome().status());
        if (request.entry().operation() != null) {
            line.append(" finish=").append(orDash(request.outcome().finishReason()));
        }
        line.append(" error=").append(orDash(request.outcome().errorType()));
        if (request.outcome().cause() != null) {
            line.append(" cause=\"").append(request.outcome().cause()).append('"');
        }
        if (request.entry().operation() != null) {
            line.append(" tokens=")
                    .append(tokens(request.usage()))
                    .append(" first=")
                    .append(millis(request.timings().firstWord()));
        }
        line.append(" total=").append(millis(request.timings().total()));
        if (request.entry().operation() != null) {
            line.append(" attempts=").append(request.attempts());
        }
        if (trace.isValid()) {
            line.append(" trace=").append(trace.getTraceId()).append(" span=").append(trace.getSpanId());
        }
        return line.toString();
    }

    /** Read and written; {@code ~} before what the gateway had to estimate. */
    private static String tokens(Usage usage) {
        if (usage == null) {
            return "-";
        }
        String mark = usage.estimated() ? "~" : "";
        return mark + usage.inputTokens() + "/" + mark + usage.outputTokens();
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }

    private static String millis(long nanos) {
        return nanos < 0 ? "-" : nanos / 1_000_000 + "ms";
    }

    private static Map<String, Object> fields(RequestRecord request, SpanContext trace) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "request_id", request.id());
        put(fields, "client", request.client());
        put(fields, "route", request.entry().route());
        put(fields, "model", request.model() == null ? null : PlainText.word(request.model()));
        put(fields, "endpoint", request.endpoint() == null ? null : PlainText.word(request.endpoint()));
        put(fields, "key", request.key());
        put(fields, "session", request.session());
        put(fields, "status", request.outcome().status());
        put(fields, "finish_reason", request.outcome().finishReason());
        put(fields, "error_type", request.outcome().errorType());
        put(fields, "error_cause", request.outcome().cause());
        Usage usage = request.usage();
        if (usage != null) {
            put(fields, "input_tokens", usage.inputTokens());
            put(fields, "output_tokens", usage.outputTokens());
            put(fields, "reasoning_tokens", usage.reasoningTokens());
            put(fields, "usage_estimated", usage.estimated());
        }
        if (request.timings().firstWord() >= 0) {
            put(fields, "first_ms", request.timings().firstWord() / 1_000_000);
        }
        put(fields, "total_ms", request.timings().total() / 1_000_000);
        if (request.entry().operation() != null) {
            put(fields, "attempts", request.attempts());
        }
        if (trace.isValid()) {
            put(fields, "trace_id", trace.getTraceId());
            put(fields, "span_id", trace.getSpanId());
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
