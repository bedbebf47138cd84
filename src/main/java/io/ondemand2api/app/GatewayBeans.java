package io.ondemand2api.app;

import io.ondemand2api.cluster.SharedState;
import io.ondemand2api.completion.ErrorSteps;
import io.ondemand2api.completion.RouteContract;
import io.ondemand2api.completion.UnhandledFailures;
import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.Settings;
import io.ondemand2api.console.Console;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.prompt.PromptText;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.media.RemoteFiles;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.models.ModelSteps;
import io.ondemand2api.observation.RecentRequests;
import io.ondemand2api.observation.Tracing;
import io.ondemand2api.observation.UsageLedger;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.AdmissionGate;
import io.ondemand2api.server.HttpEntryHandler;
import io.ondemand2api.server.HttpServers;
import io.ondemand2api.server.RefusedRequests;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.server.eventloop.EventLoops;
import io.ondemand2api.server.eventloop.RequestExecution;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.AddressBreaker;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.transport.ConnectionFaults;
import io.ondemand2api.upstream.transport.OutboundProxy;
import io.ondemand2api.upstream.transport.UpstreamClient;
import io.ondemand2api.upstream.transport.UpstreamConnections;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Route;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the beans that the routes call, once, from {@code application.properties}. It is itself a bean of that file, so
 * that Main, Maven and the Camel CLI all start the same gateway.
 */
public final class GatewayBeans implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayBeans.class);

    private static final Path SETTINGS = Path.of("application.properties");

    private final AdmissionGate gate = new AdmissionGate();
    private final SimulatedUpstream simulator = new SimulatedUpstream();
    private final SchemaThreads schemaThreads = new SchemaThreads();
    private EventLoops loops;
    private final ErrorRenderers errors = DialectBeans.errors();

    private CamelContext context;
    private DeadlineMonitor watch;
    private BackgroundRoutes background;
    private SharedState shared;
    private ClientAccess clients;
    private Telemetry telemetry;
    private Tracing tracing;
    private RecentRequests recent;
    private UsageStore usage;
    private Console console;
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
        if (ExportedSteps.replace(context)) {
            return;
        }
        JavaLogging.install();
        Settings settings = new Settings(context);
        GatewaySettings all = GatewaySettings.from(settings);
        UpstreamConnections.install(context, "http", settings);
        UpstreamConnections.install(context, "https", settings);
        tracing = settings.collect(() -> Telemetry.tracing(settings));
        int maxModelLabels = settings.number("gateway.metrics.maxModels", 1, 10_000);
        recent = new RecentRequests(settings.number("gateway.console.requests", 0, 10_000));
        usage = UsageStore.from(settings);
        RoutesFolder.check(context, settings);
        mustBeRight(settings);
        Credentials access = all.access();
        ServerSettings server = all.server();
        EventLoopThreads.use(server.eventLoopThreads());
        PromptText.use(all.prompts());
        LOG.info("Requests run on {}", RequestExecution.current());
        loops = server.loops();
        bind(all, maxModelLabels);
        HttpServers.install(context, server.limits(), loops, server.port(), errors);
        HttpEntryHandler entry = new HttpEntryHandler(server.crossOrigin(), server.maxBodyBytes(), gate, errors);
        String upstream = access.simulated() ? simulator.start(access) : access.upstream();
        context.getPropertiesComponent().addOverrideProperty("ondemand.url", upstream);
        context.addLifecycleStrategy(new RouteChecks());
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                // the server is up before its first route, and has no answer of its own until then
                entry.install(context);
                RefusedRequests.install(context, telemetry.refusals());
            }

            @Override
            public void onContextStarted(CamelContext started) {
                Telemetry.makeNoUnheardEvents(started);
                ManagementBeans.routes(all.server(), telemetry, console).install(started);
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

    private void mustBeRight(Settings settings) {
        try {
            settings.mustBeRight();
        } catch (ConfigurationException wrong) {
            if (tracing != null) {
                tracing.close();
            }
            throw wrong;
        }
    }

    private void bind(GatewaySettings settings, int maxModelLabels) {
        Credentials access = settings.access();
        ServerSettings server = settings.server();
        Clock clock = new MonotonicClock();
        KeyPool keys = new KeyPool(access.upstreamKeys(), settings.keys(), clock);
        shared = SharedState.start(settings.cluster(), keys);
        EndpointRegistry endpoints =
                new EndpointRegistry(settings.aliases(), settings.callForms(), settings.maxModels());
        watch = new DeadlineMonitor(settings.times());
        background = new BackgroundRoutes(context, settings.background());
        SessionManager sessions = new SessionManager(settings.sessions(), keys, background, watch, clock);
        AnswerMemory memory = new AnswerMemory(settings.answerBytesInFlight());
        UpstreamSteps calls = new UpstreamSteps(
                new AddressBreaker(context),
                settings.responses(),
                memory,
                new ConnectionFaults(settings.proxy() instanceof OutboundProxy));

        Admission admission = server.admission();
        clients = ClientAccess.start(settings, keys, sessions, watch, shared == null ? null : shared.limits());
        drain = new Drain(settings.drain(), gate, admission, watch, background);
        signals = new SignalHandler(context, drain::afterSignal);

        watch.add(settings.profiles().follow(endpoints));
        watch.add(new EditedFile(
                SETTINGS,
                () -> LOG.warn("{} was edited: it is read at the start only, so start the gateway again", SETTINGS)));
        ErrorSteps failures = new ErrorSteps(errors);
        // before the observer of the next line, which is to see how the request was answered
        context.addRoutePolicyFactory(new UnhandledFailures(failures));
        UsageLedger ledger = usage.ledger(endpoints, maxModelLabels);
        watch.add(usage);
        telemetry = new Telemetry(context, tracing, maxModelLabels, endpoints, recent, ledger);
        ApiDescription api = new ApiDescription(context);
        console = new Console(
                keys,
                endpoints,
                admission,
                gate,
                watch::size,
                recent,
                ledger,
                Map.of(
                        "openapi.json",
                        api::document,
                        "routes",
                        telemetry.flows(context)::all,
                        "address",
                        server::address));
        telemetry.watch(keys, watch, sessions, admission, loops);
        if (shared != null) {
            telemetry.watchSharedState(shared::up);
            admission.share(shared.places());
            sessions.share(shared.sessions());
        }
        telemetry.watchLimits(admission, gate, endpoints);
        Registry registry = context.getRegistry();
        RouteSteps steps = new RouteSteps(registry);
        steps.bind(clients.steps(server));
        DialectBeans.bind(steps, settings, schemaThreads);
        CompletionBeans.bind(steps, settings, keys, endpoints, sessions, watch, memory);
        steps.bind(new RouteContract());
        steps.bind(calls);
        remoteFiles = settings.media().remoteFiles(settings.files());
        registry.bind("remoteFiles", RemoteFiles.class, remoteFiles);
        steps.bind(settings.media().steps(remoteFiles));
        steps.bind(sessions.calls());
        UpstreamClient.install(context, settings.proxy(), settings.trust());
        DialectBeans.bindModels(steps, endpoints);
        steps.bind(new ModelSteps(endpoints, keys, watch, settings.modelsRefresh()));
        steps.bind(new Health(keys, watch, access.simulated()));
        steps.bind(api);
        steps.bind(failures);
        registry.bind("readiness", new Readiness(context, keys, gate, clients::problems));
        registry.bind("liveness", new Liveness(loops));
    }

    private void close() {
        if (shared != null) {
            shared.close();
        }
        usage.close();
        clients.close();
        signals.close();
        watch.close();
        remoteFiles.close();
        background.close();
        telemetry.close();
        schemaThreads.close();
        simulator.close();
    }
}
