package io.ondemand2api.app;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ondemand2api.completion.RequestObserver;
import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Settings;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.observation.BreakerLog;
import io.ondemand2api.observation.GenAiMetrics;
import io.ondemand2api.observation.KeyMetrics;
import io.ondemand2api.observation.ModelLabels;
import io.ondemand2api.observation.Observation;
import io.ondemand2api.observation.PrometheusPage;
import io.ondemand2api.observation.RecentRequests;
import io.ondemand2api.observation.RequestMetrics;
import io.ondemand2api.observation.Tracing;
import io.ondemand2api.observation.TracingSetup;
import io.ondemand2api.observation.UsageLedger;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.AdmissionGate;
import io.ondemand2api.server.ManagementEndpoint;
import io.ondemand2api.server.RefusalListener;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifier;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins metrics, traces and the log of requests to the gateway. */
final class Telemetry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private static final String METRICS = MicrometerConstants.class.getPackageName();

    private final MeterRegistry meters;
    private final Tracing tracing;
    private final RequestObserver observer;

    /**
     * @param tracing where traces go, or null
     * @param recent keeps the last requests
     * @param usage sums up what they used
     */
    Telemetry(
            CamelContext context,
            Tracing tracing,
            int maxModels,
            EndpointRegistry endpoints,
            RecentRequests recent,
            UsageLedger usage) {
        Registry registry = context.getRegistry();
        meters = meters(registry);
        this.tracing = tracing;
        if (tracing != null) {
            // for camel.opentelemetry2.*, which then writes into the same traces
            registry.bind("tracer", Tracer.class, tracing.tracer());
            registry.bind("contextPropagators", ContextPropagators.class, tracing.propagators());
        }
        // one for the EIP of the routes, so that its breakers can be seen from their first day on
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        context.getCamelContextExtension().addContextPlugin(CircuitBreakerRegistry.class, breakers);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        BreakerLog.follow(breakers);
        ModelLabels models = new ModelLabels(endpoints::lists, maxModels);
        observer = new RequestObserver(
                new Observation(new GenAiMetrics(meters, models), new RequestMetrics(meters), tracing, recent, usage));
        context.addRoutePolicyFactory(observer);
    }

    /**
     * Camel's metrics follow events that are only about routes; left as they are, Camel would make several events of each
     * exchange, too, which no notifier takes. A notifier that other code adds still gets them.
     */
    static void makeNoUnheardEvents(CamelContext context) {
        for (EventNotifier notifier : context.getManagementStrategy().getEventNotifiers()) {
            boolean ofTheMetrics = notifier.getClass().getPackageName().startsWith(METRICS);
            if (ofTheMetrics
                    && !(notifier instanceof MicrometerExchangeEventNotifier)
                    && notifier instanceof SimpleEventNotifierSupport aboutRoutes) {
                aboutRoutes.setIgnoreExchangeEvents(true);
            }
        }
        context.getCamelContextExtension().setEventNotificationApplicable(EventHelper.eventsApplicable(context));
    }

    /** Camel's own metrics go to the registry that is there already. */
    private static MeterRegistry meters(Registry registry) {
        MeterRegistry there =
                registry.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
        if (there != null) {
            return there;
        }
        MeterRegistry made = PrometheusPage.registry();
        registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, made);
        return made;
    }

    /** What the configuration says of traces; null where it wants none. */
    static Tracing tracing(Settings settings) {
        Map<String, String> chosen = openTelemetry(settings);
        if (!TracingSetup.wanted(chosen)) {
            return null;
        }
        boolean content =
                settings.choice("gateway.traces.content", "true", "false").equals("true");
        try {
            Tracing started = TracingSetup.start(chosen, content);
            LOG.info("Traces are on{}", content ? ", and hold what is said" : "");
            return started;
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage());
        }
    }

    /** OpenTelemetry's settings by its names; its order holds: JVM, environment, file. */
    private static Map<String, String> openTelemetry(Settings settings) {
        Map<String, String> chosen = new HashMap<>();
        settings.group("otel.").forEach((name, value) -> chosen.put("otel." + name, value));
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                chosen.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("otel."))
                .forEach(name -> chosen.put(name, System.getProperty(name)));
        chosen.values().removeIf(String::isBlank);
        return chosen;
    }

    /** The page of metrics, in the format that its reader takes. */
    ManagementEndpoint.Response page(ManagementEndpoint.Request request) {
        if (!request.rest().isEmpty()) {
            return ManagementEndpoint.Response.text(404, "There is no such page.");
        }
        if (!(meters instanceof PrometheusMeterRegistry prometheus)) {
            return ManagementEndpoint.Response.text(404, "The metrics are not Prometheus's.");
        }
        PrometheusPage.Page page = PrometheusPage.of(prometheus, request.accept());
        return ManagementEndpoint.Response.of(page.type(), page.body());
    }

    /** The routes, with how often each was gone through. */
    RouteFlows flows(CamelContext context) {
        return new RouteFlows(context, meters);
    }

    /** Who is told of requests that no route takes. */
    RefusalListener refusals() {
        return observer;
    }

    /** Shows what the gateway is doing at the moment. */
    void watch(KeyPool keys, DeadlineMonitor watch, SessionManager sessions, Admission admission, EventLoops loops) {
        KeyMetrics keyMetrics = new KeyMetrics(meters, keys);
        watch.add((now, limits) -> keyMetrics.refresh());
        gauge(
                "ondemand2api.requests.in.flight",
                "Requests that are worked on, until their client is done",
                admission::open);
        gauge("ondemand2api.upstream.streams", "Answers whose stream upstream is not read to its end yet", watch::size);
        gauge(
                "ondemand2api.sessions.remembered",
                "Conversations that can go on in their session",
                sessions::remembered);
        FunctionCounter.builder("ondemand2api.event.loop.stalls", loops, EventLoops::stalls)
                .description("Times that an event loop of the API port stood for longer than gateway.eventLoopPatience")
                .register(meters);
    }

    /** Shows how near the gateway is to its limits and to its end. */
    void watchLimits(Admission admission, AdmissionGate gate, EndpointRegistry endpoints) {
        gauge("ondemand2api.requests.limit", "The most requests that are worked on at once", admission::most);
        gauge(
                "ondemand2api.request.memory.bytes",
                "Memory that the bodies of all requests, and what is made of them, take",
                admission::bodyMemory);
        gauge(
                "ondemand2api.request.memory.limit.bytes",
                "The most memory that the bodies of all requests may take",
                admission::mostBodyMemory);
        gauge(
                "ondemand2api.draining",
                "1 from the order to end on, while requests are under way",
                () -> gate.leaving() ? 1 : 0);
        gauge(
                "ondemand2api.models",
                "Models that can be asked for; 0 until the registry was read",
                () -> endpoints.known() ? endpoints.names().size() : 0);
    }

    /** @param up true while what replicas share can be had */
    void watchSharedState(BooleanSupplier up) {
        gauge(
                "ondemand2api.shared.state.up",
                "1 while Redis answers, 0 while it does not",
                () -> up.getAsBoolean() ? 1 : 0);
    }

    private void gauge(String name, String description, Supplier<Number> figure) {
        Gauge.builder(name, figure).description(description).register(meters);
    }

    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
    }
}
