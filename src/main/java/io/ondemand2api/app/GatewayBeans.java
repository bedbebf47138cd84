package io.ondemand2api.app;

import io.ondemand2api.completion.CompletionSteps;
import io.ondemand2api.completion.ErrorSteps;
import io.ondemand2api.completion.RetryPolicy;
import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.KeyFileWatcher;
import io.ondemand2api.config.Settings;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.core.schema.SchemaLimits;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeySettings;
import io.ondemand2api.media.MediaSteps;
import io.ondemand2api.media.MediaUpload;
import io.ondemand2api.media.RemoteBytes;
import io.ondemand2api.media.RemoteFiles;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.models.ModelSteps;
import io.ondemand2api.openai.FileLimits;
import io.ondemand2api.openai.OpenAiErrors;
import io.ondemand2api.openai.steps.OpenAiModelSteps;
import io.ondemand2api.openai.steps.OpenAiSteps;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.AdmissionGate;
import io.ondemand2api.server.ClientKeys;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.CrossOrigin;
import io.ondemand2api.server.HttpEntryHandler;
import io.ondemand2api.server.HttpServers;
import io.ondemand2api.server.RefusedRequests;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.RequestExecution;
import io.ondemand2api.server.eventloop.VirtualThreadWorkers;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.sessions.WarmSessions;
import io.ondemand2api.simulator.Simulator;
import io.ondemand2api.upstream.AddressBreaker;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamSettings;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.transport.CancellableCalls;
import io.ondemand2api.upstream.transport.OutboundProxy;
import io.ondemand2api.upstream.transport.UpstreamConnections;
import io.ondemand2api.upstream.transport.UpstreamHeaders;
import io.ondemand2api.upstream.transport.UpstreamTrust;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Route;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the beans that the routes call, once, from {@code application.properties}. It is itself a bean of that file, so
 * that Main, Maven and the Camel CLI all start the same gateway.
 */
public final class GatewayBeans implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayBeans.class);

    private static final int MAX_FILE_BYTES = 1024 * 1024 * 1024;

    private final AdmissionGate gate = new AdmissionGate();
    private final SchemaThreads schemaThreads = new SchemaThreads();
    private EventLoops loops;
    private final ErrorRenderers errors = new ErrorRenderers(new OpenAiErrors(), Map.of());

    private CamelContext context;
    private Simulator simulator;
    private DeadlineMonitor watch;
    private BackgroundRoutes background;
    private KeyFileWatcher rotation;
    private Telemetry telemetry;
    private RemoteFiles remoteFiles;
    private Drain drain;
    private SignalHandler signals;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (context != null) {
            return;
        }
        context = camelContext;
        Settings settings = new Settings(context);
        settings.mustBeKnown();
        Credentials access = Credentials.read(settings);
        mustSuitTheRoutes(settings);
        settings.mustBeRight();
        Ports.mustBeFree(settings);
        EventLoopThreads.use(
                settings.choice("gateway.eventLoopThreads", "auto", "off").equals("auto"));
        LOG.info("Requests run on {}", RequestExecution.current());
        UpstreamConnections.install(context, "http", settings);
        UpstreamConnections.install(context, "https", settings);
        loops = eventLoops(settings);
        bind(settings, access);
        settings.mustBeRight();
        HttpServers.install(
                context, serverLimits(settings), loops, settings.number("camel.server.port", 1, 65535), errors);
        HttpEntryHandler door = new HttpEntryHandler(crossOrigin(settings), maxBodyBytes(settings), gate, errors);
        String upstream = access.simulated() ? startSimulator(access) : access.upstream();
        context.getPropertiesComponent().addOverrideProperty("ondemand.url", upstream);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                // the server is up before its first route, and has no answer of its own until then
                door.install(context);
                RefusedRequests.install(context, telemetry.refusals());
            }

            @Override
            public void onContextStarted(CamelContext started) {
                Telemetry.makeNoEventsInVain(started);
                signals.install();
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                drain.beforeStop();
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                close();
            }
        });
    }

    /** What only the routes and Camel read, and would complain of in their own words, or not at all. */
    private static void mustSuitTheRoutes(Settings settings) {
        settings.duration("ondemand.connectTimeout");
        settings.duration("ondemand.connectionRequestTimeout");
        settings.duration("ondemand.modelsRetry");
        settings.number("gateway.workers", 2, 100_000);
        if (settings.choice("camel.ssl.enabled", "true", "false").equals("true")) {
            // without one the server would start, and refuse every client
            settings.text("camel.ssl.keyStore");
        }
        if (!settings.text("ondemand.userAgent").matches("[\\x20-\\x7E]+")) {
            throw new ConfigurationException(
                    settings.named("ondemand.userAgent") + " must be a text that a header can carry.");
        }
        String mode = System.getenv().getOrDefault("GIN_MODE", "");
        if (!List.of("", "release", "debug", "test").contains(mode)) {
            throw new ConfigurationException("GIN_MODE must be one of release, debug, test, not `" + mode + "`.");
        }
    }

    private String startSimulator(Credentials access) {
        simulator = Simulator.start();
        LOG.info(
                "No ONDEMAND_APIKEYS given: the embedded SIMULATOR answers instead of OnDemand. Client key: {}",
                access.clientKeys().equals(List.of(Credentials.SIMULATOR_CLIENT_KEY))
                        ? Credentials.SIMULATOR_CLIENT_KEY
                        : "as in PRIVATE_KEY");
        return simulator.base().toString();
    }

    private void bind(Settings settings, Credentials access) {
        Clock clock = new MonotonicClock();
        KeyPool keys = new KeyPool(access.upstreamKeys(), keySettings(settings), clock);
        EndpointRegistry endpoints = new EndpointRegistry(
                settings.fullGroup("models.alias."), settings.number("ondemand.maxModels", 1, 1_000_000));
        watch = new DeadlineMonitor(timeLimits(settings));
        background = new BackgroundRoutes(
                context,
                new BackgroundRoutes.Settings(
                        settings.number("ondemand.backgroundCalls", 1, 10_000),
                        settings.number("ondemand.backgroundQueue", 1, 1_000_000)));
        SessionManager sessions = new SessionManager(sessionSettings(settings), keys, background, watch, clock);
        RetryPolicy retries = new RetryPolicy(
                settings.number("gateway.attempts", 1, 100),
                settings.duration("gateway.backOff"),
                settings.number("gateway.spuriousRetries", 0, 10),
                settings.duration("gateway.spuriousPause"),
                settings.duration("gateway.keyWaitTimeout"));
        AnswerMemory memory = new AnswerMemory(UpstreamSettings.answerBytesInFlight(settings));
        UpstreamSteps calls =
                new UpstreamSteps(new AddressBreaker(context), UpstreamSettings.responseLimits(settings), memory);

        ClientKeys clientKeys = new ClientKeys(access.clientKeys());
        Admission admission = admission(settings, access.clientKeys().size());
        rotation = new KeyFileWatcher(settings.duration("gateway.secretsRefresh"));
        if (access.upstreamKeyFile() != null) {
            rotation.follow(access.upstreamKeyFile(), access.upstreamKeys(), secrets -> {
                Set<String> gone = keys.replace(secrets);
                sessions.forgetKeys(gone);
                LOG.info("The OnDemand keys were read anew: {} in use, {} gone", keys.size(), gone.size());
            });
        }
        if (access.clientKeyFile() != null) {
            rotation.follow(access.clientKeyFile(), access.clientKeys(), secrets -> {
                if (!access.simulated()) {
                    Credentials.mustBeSecret(secrets, access.clientKeyFile().source());
                }
                clientKeys.replace(secrets);
                LOG.info("The client keys were read anew: {} in use", secrets.size());
            });
        }
        rotation.start();
        drain = new Drain(drainSettings(settings), gate, admission, watch, background);
        signals = new SignalHandler(context, drain::afterSignal);

        telemetry = new Telemetry(context, settings, endpoints);
        telemetry.watch(keys, watch, sessions, admission, loops);
        Registry registry = context.getRegistry();
        RouteSteps steps = new RouteSteps(registry);
        steps.bind(new ClientSteps(
                clientKeys,
                admission,
                maxBodyBytes(settings),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.writeTimeout")));
        SchemaLimits schemas = schemaLimits(settings);
        steps.bind(new OpenAiSteps(
                fileLimits(settings),
                settings.number("gateway.maxRequestValues", 100, 10_000_000),
                () -> new SchemaBudget(schemas, schemaThreads)));
        steps.bind(new CompletionSteps(
                keys,
                endpoints,
                sessions,
                watch,
                retries,
                new UsageEstimate(settings.number("gateway.maxCountedChars", 1000, 10_000_000)),
                memory));
        steps.bind(calls);
        steps.bind(media(settings));
        steps.bind(sessions.calls());
        registry.bind("upstreamHeaders", HeaderFilterStrategy.class, new UpstreamHeaders());
        CancellableCalls cancellable = new CancellableCalls();
        registry.bind("upstreamActivity", HttpActivityListener.class, cancellable);
        registry.bind(
                "upstreamClient",
                HttpClientConfigurer.class,
                CompositeHttpConfigurer.combineConfigurers(cancellable, OutboundProxy.read(settings)));
        SSLContextParameters tls = UpstreamTrust.read(settings, access.upstream());
        if (tls != null) {
            registry.bind(UpstreamTrust.NAME, SSLContextParameters.class, tls);
            context.getPropertiesComponent().addOverrideProperty("ondemand.tls", "#" + UpstreamTrust.NAME);
        }
        steps.bind(new OpenAiModelSteps(endpoints));
        steps.bind(new ModelSteps(endpoints, keys, watch, settings.duration("ondemand.modelsRefresh")));
        steps.bind(new Health(keys, watch, access.simulated()));
        steps.bind(new ErrorSteps(errors));
        registry.bind("readiness", new Readiness(context, keys, gate));
        registry.bind("liveness", new Liveness(loops));
    }

    /** Two at least, so that one that stands leaves another. */
    private static EventLoops eventLoops(Settings settings) {
        int auto = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new EventLoops(
                settings.numberOrAuto("gateway.eventLoops", 1, 1000, auto),
                settings.duration("gateway.eventLoopPatience"));
    }

    private static SchemaLimits schemaLimits(Settings settings) {
        return new SchemaLimits(
                settings.number("gateway.schemas.maxValues", 1, 1_000_000),
                settings.number("gateway.schemas.maxSteps", 1, 1_000_000_000),
                settings.number("gateway.schemas.maxStepsPerValue", 1, 1_000_000),
                settings.number("gateway.schemas.maxPatternSize", 0, 1_000_000));
    }

    private static int maxBodyBytes(Settings settings) {
        return settings.number("gateway.maxBodyBytes", 1024, 1024 * 1024 * 1024);
    }

    private static ServerLimits serverLimits(Settings settings) {
        return new ServerLimits(
                settings.duration("gateway.headerTimeout"),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.keepAliveTimeout"),
                settings.duration("gateway.probeInterval"),
                settings.number("gateway.maxHeaderBytes", 1024, 1024 * 1024),
                settings.number("gateway.maxRequestLineBytes", 256, 1024 * 1024));
    }

    private static CrossOrigin crossOrigin(Settings settings) {
        List<String> origins = settings.list("gateway.cors.allowedOrigins");
        for (String origin : origins) {
            if (!origin.matches("\\*|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#*]+")) {
                throw new ConfigurationException("gateway.cors.allowedOrigins must be `*` or origins such as "
                        + "https://chat.example.org, comma-separated, without a path, not `" + origin + "`.");
            }
        }
        List<String> headers = settings.list("gateway.cors.allowedHeaders");
        for (String header : headers) {
            if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                throw new ConfigurationException("gateway.cors.allowedHeaders must be names of headers, "
                        + "comma-separated, not `" + header + "`.");
            }
        }
        return new CrossOrigin(origins, headers, settings.duration("gateway.cors.maxAge"));
    }

    private static KeySettings keySettings(Settings settings) {
        return new KeySettings(
                settings.number("keys.maxConcurrentRequests", 1, Integer.MAX_VALUE),
                settings.duration("keys.disabledFor"),
                settings.duration("keys.throttledFor"),
                settings.duration("keys.throttledAtLeast"),
                settings.duration("keys.throttledAtMost"),
                settings.duration("keys.failingFor"),
                settings.duration("keys.failingAtMost"),
                settings.number("keys.failuresToOpen", 1, 10_000),
                settings.duration("keys.openFor"),
                settings.number("keys.halfOpenRequests", 1, 1000),
                settings.number("keys.poolThrottledKeys", 2, 10_000),
                settings.duration("keys.poolThrottledWindow"),
                settings.duration("keys.poolThrottledFor"));
    }

    /** Sized to the machine where the operator leaves it to the gateway. */
    private static Admission admission(Settings settings, int clients) {
        int heapMiB =
                (int) Math.min(Integer.MAX_VALUE / 16, Runtime.getRuntime().maxMemory() >> 20);
        // a worker of a bounded pool is held for about two seconds after its client is done
        int workers = VirtualThreadWorkers.available()
                ? Integer.MAX_VALUE
                : settings.number("gateway.workers", 2, 100_000) / 2;
        int most =
                settings.numberOrAuto("gateway.maxConcurrentRequests", 1, 10_000_000, Math.min(heapMiB * 8, workers));
        int perClient = settings.numberOrAuto(
                "gateway.maxConcurrentRequestsPerClient",
                1,
                10_000_000,
                clients == 1 ? most : Math.max(1, most / 4 * 3));
        int bodies = settings.numberOrAuto(
                "gateway.maxBodyBytesInFlight",
                1024,
                Integer.MAX_VALUE,
                Math.min(Integer.MAX_VALUE >> 20, heapMiB / 8 * 3) << 20);
        return new Admission(most, perClient, bodies);
    }

    private static Drain.Settings drainSettings(Settings settings) {
        Duration minWait = settings.durationOrNone("gateway.drain.minWait");
        Duration timeout = settings.duration("gateway.drain.timeout");
        if (minWait.compareTo(timeout) >= 0) {
            throw new ConfigurationException(settings.named("gateway.drain.minWait")
                    + " must be shorter than gateway.drain.timeout, since it is a part of it.");
        }
        return new Drain.Settings(minWait, timeout, settings.duration("ondemand.tailTimeout"));
    }

    private static SessionManager.Settings sessionSettings(Settings settings) {
        return new SessionManager.Settings(
                settings.choice("ondemand.sessions", "reuse", "fresh").equals("reuse"),
                settings.number("ondemand.maxSessions", 1, 10_000_000),
                settings.duration("ondemand.sessionIdle"),
                settings.durationOrNone("ondemand.turnWaitTimeout"),
                warmSettings(settings),
                settings.choice("ondemand.deleteSessions", "true", "false").equals("true"));
    }

    private static WarmSessions.Settings warmSettings(Settings settings) {
        int each = settings.number("ondemand.warmSessions", 0, 100);
        return new WarmSessions.Settings(
                each,
                Math.max(each, settings.number("ondemand.maxWarmSessions", 0, 10_000)),
                settings.duration("ondemand.sessionIdle"),
                settings.duration("ondemand.extraWarmSessionIdle"));
    }

    private static TimeLimits timeLimits(Settings settings) {
        Duration total = settings.duration("gateway.totalTimeout");
        for (String part :
                new String[] {"ondemand.sessionTimeout", "ondemand.firstEventTimeout", "ondemand.idleTimeout"}) {
            mustBePartOfTotal(settings, part);
        }
        return TimeLimits.of(
                settings.duration("gateway.keepAliveInterval"),
                total,
                settings.duration("ondemand.sessionTimeout"),
                settings.duration("ondemand.firstEventTimeout"),
                settings.duration("ondemand.silenceTimeout"),
                settings.duration("ondemand.idleTimeout"),
                settings.duration("ondemand.tailTimeout"));
    }

    private static FileLimits fileLimits(Settings settings) {
        return new FileLimits(
                flag(settings, "ondemand.media.enabled"),
                flag(settings, "ondemand.media.allowRemoteUrls"),
                settings.number("ondemand.media.maxFiles", 1, 1000),
                settings.number("ondemand.media.maxBytes", 1, MAX_FILE_BYTES),
                settings.number("ondemand.media.maxTotalBytes", 1, MAX_FILE_BYTES));
    }

    private static boolean flag(Settings settings, String name) {
        return settings.choice(name, "true", "false").equals("true");
    }

    private MediaSteps media(Settings settings) {
        FileLimits limits = fileLimits(settings);
        for (String part : new String[] {
            "ondemand.media.uploadTimeout", "ondemand.media.totalTimeout", "ondemand.media.downloadTimeout"
        }) {
            mustBePartOfTotal(settings, part);
        }
        remoteFiles = new RemoteFiles(
                limits.mostBytes(),
                settings.duration("ondemand.media.downloadTimeout"),
                settings.text("ondemand.userAgent"));
        context.getRegistry().bind("remoteFiles", RemoteFiles.class, remoteFiles);
        return new MediaSteps(
                new MediaSteps.Settings(
                        settings.duration("ondemand.media.uploadTimeout"),
                        settings.duration("ondemand.media.totalTimeout"),
                        limits.mostTotalBytes(),
                        new MediaUpload.Plugins(
                                settings.text("ondemand.media.imagePlugin"),
                                settings.text("ondemand.media.documentPlugin"))),
                remoteFiles,
                new RemoteBytes(settings.number("ondemand.media.maxDownloadedBytes", 1, Integer.MAX_VALUE)));
    }

    private static void mustBePartOfTotal(Settings settings, String part) {
        if (settings.duration(part).compareTo(settings.duration("gateway.totalTimeout")) >= 0) {
            throw new ConfigurationException(
                    settings.named(part) + " must be shorter than gateway.totalTimeout, since it is a part of it.");
        }
    }

    private void close() {
        rotation.close();
        signals.close();
        watch.close();
        remoteFiles.close();
        background.close();
        telemetry.close();
        schemaThreads.close();
        if (simulator != null) {
            simulator.close();
        }
    }
}
