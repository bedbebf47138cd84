package io.ondemand2api.observation;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads OpenTelemetry's own settings. Nothing of it is loaded unless they ask for traces: then a gateway without them
 * pays nothing.
 */
public final class TracingSetup {

    /** Others would need libraries that are not here. */
    private static final Set<String> EXPORTERS = Set.of("otlp", "none");

    private static final String HTTP = "http/protobuf";

    /** What differs from OpenTelemetry's defaults. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name",
            "ondemand2api",
            "otel.traces.exporter",
            "otlp",
            // the only protocol that needs no HTTP/2 library
            "otel.exporter.otlp.protocol",
            HTTP,
            // nothing here reads baggage, and reading what any client sends has a price
            "otel.propagators",
            "tracecontext",
            // metrics are Prometheus's, logs go to standard output
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none");

    private TracingSetup() {}

    /** True when an exporter or an address to send traces to is named, and nothing switches them off. */
    public static boolean wanted(Map<String, String> settings) {
        String exporter = settings.getOrDefault("otel.traces.exporter", "");
        boolean named = !exporter.isEmpty()
                || settings.containsKey("otel.exporter.otlp.endpoint")
                || settings.containsKey("otel.exporter.otlp.traces.endpoint");
        return named && !exporter.equals("none") && !"true".equalsIgnoreCase(settings.get("otel.sdk.disabled"));
    }

    /** OTLP over gRPC would need a library for HTTP/2. The protocol of traces alone wins over the common one. */
    private static void mustSpeakHttp(Map<String, String> settings, String name) {
        boolean overruled = !name.contains(".traces.") && settings.containsKey("otel.exporter.otlp.traces.protocol");
        String protocol = settings.getOrDefault(name, HTTP).strip();
        if (!overruled && !protocol.equals(HTTP)) {
            throw new IllegalArgumentException(name.toUpperCase(Locale.ROOT).replace('.', '_') + " is `" + protocol
                    + "`, but traces leave by " + HTTP
                    + " only: set it to that or remove it, and name the collector's port"
                    + " for HTTP in OTEL_EXPORTER_OTLP_ENDPOINT, most often 4318.");
        }
    }

    /**
     * Starts OpenTelemetry.
     *
     * @param settings by OpenTelemetry's names, such as {@code otel.traces.exporter}
     * @param content whether spans bear what was said
     * @throws IllegalArgumentException with one sentence that names what is wrong
     */
    public static Tracing start(Map<String, String> settings, boolean content) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(settings);
        for (String exporter : all.get("otel.traces.exporter").split(",")) {
            if (!EXPORTERS.contains(exporter.strip())) {
                throw new IllegalArgumentException(
                        "OTEL_TRACES_EXPORTER names an exporter that there is not: " + exporter);
            }
        }
        mustSpeakHttp(all, "otel.exporter.otlp.traces.protocol");
        mustSpeakHttp(all, "otel.exporter.otlp.protocol");
        try {
            return new Tracing(
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .addPropertiesSupplier(() -> all)
                            .disableShutdownHook()
                            .build()
                            .getOpenTelemetrySdk(),
                    content);
        } catch (ConfigurationException e) {
            String why = e.getCause() == null
                    ? e.getMessage()
                    : e.getMessage() + ": " + e.getCause().getMessage();
            throw new IllegalArgumentException("The OTEL_* settings are wrong: " + why);
        }
    }
}
