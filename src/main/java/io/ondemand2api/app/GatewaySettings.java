package io.ondemand2api.app;

import io.ondemand2api.completion.ResumePolicy;
import io.ondemand2api.completion.RetryPolicy;
import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.Settings;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.schema.SchemaLimits;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import io.ondemand2api.keys.KeySettings;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.sessions.WarmSessions;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.ResponseLimits;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamSettings;
import io.ondemand2api.upstream.transport.OutboundProxy;
import io.ondemand2api.upstream.transport.UpstreamTrust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.support.jsse.SSLContextParameters;

/** All that {@code application.properties} says, read once, before anything is started. */
record GatewaySettings(
        Credentials access,
        Duration secretsRefresh,
        KeySettings keys,
        Map<String, String> aliases,
        ModelProfiles profiles,
        List<String> webSearchPlugins,
        int maxModels,
        Duration modelsRefresh,
        TimeLimits times,
        BackgroundRoutes.Settings background,
        SessionManager.Settings sessions,
        RetryPolicy retries,
        ResponseLimits responses,
        long answerBytesInFlight,
        Drain.Settings drain,
        SchemaLimits schemas,
        int maxRequestValues,
        int maxCountedChars,
        ToolCallLimits toolCalls,
        FileLimits files,
        ResponsesApiSettings responsesApi,
        MediaSettings media,
        HttpClientConfigurer proxy,
        SSLContextParameters trust,
        ServerSettings server) {

    private static final int MAX_FILE_BYTES = 1024 * 1024 * 1024;

    /** Reads all of it; what is wrong is a problem of the settings, and has its shipped value here. */
    static GatewaySettings from(Settings settings) {
        settings.mustBeKnown();
        Credentials access = Credentials.read(settings);
        mustSuitTheRoutes(settings);
        FileLimits files = fileLimits(settings);
        return new GatewaySettings(
                access,
                settings.duration("gateway.secretsRefresh"),
                keySettings(settings),
                settings.fullGroup("models.alias."),
                ModelProfiles.from(settings),
                webSearchPlugins(settings),
                settings.number("ondemand.maxModels", 1, 1_000_000),
                settings.duration("ondemand.modelsRefresh"),
                timeLimits(settings),
                new BackgroundRoutes.Settings(
                        settings.number("ondemand.backgroundCalls", 1, 10_000),
                        settings.number("ondemand.backgroundQueue", 1, 1_000_000)),
                sessionSettings(settings),
                retryPolicy(settings),
                UpstreamSettings.responseLimits(settings),
                UpstreamSettings.answerBytesInFlight(settings),
                drainSettings(settings),
                schemaLimits(settings),
                settings.number("gateway.maxRequestValues", 100, 10_000_000),
                settings.number("gateway.maxCountedChars", 1000, 10_000_000),
                new ToolCallLimits(
                        settings.number("gateway.maxHeldChars", 1024, 100_000_000),
                        settings.number("gateway.maxToolCalls", 1, 10_000)),
                files,
                ResponsesApiSettings.from(settings),
                MediaSettings.from(settings, files),
                settings.collect(() -> OutboundProxy.read(settings)),
                settings.collect(() -> UpstreamTrust.read(settings, access.upstream())),
                ServerSettings.from(settings, access.clientKeys().size()));
    }

    /** What only the routes and Camel read, and would complain of in their own words, or not at all. */
    private static void mustSuitTheRoutes(Settings settings) {
        settings.duration("ondemand.connectTimeout");
        settings.duration("ondemand.connectionRequestTimeout");
        settings.duration("ondemand.modelsRetry");
        settings.number("gateway.workers", 2, 100_000);
        if (settings.choice("camel.ssl.enabled", "true", "false").equals("true")) {
            // without one the server would start, and refuse every client
            settings.collect(() -> settings.text("camel.ssl.keyStore"));
        }
        settings.require(
                settings.text("ondemand.userAgent").matches("[\\x20-\\x7E]+"),
                () -> settings.named("ondemand.userAgent") + " must be a text that a header can carry.");
        mustBeOneOf(settings, "GIN_MODE", "release", "debug", "test");
        // log4j2.xml is read before any property, so this is an environment variable only
        mustBeOneOf(settings, "LOG_FORMAT", "text", "json");
    }

    private static void mustBeOneOf(Settings settings, String variable, String... values) {
        String value = System.getenv().getOrDefault(variable, "");
        settings.require(
                value.isEmpty() || List.of(values).contains(value),
                () -> variable + " must be one of " + String.join(", ", values) + ", not `" + value + "`.");
    }

    private static List<String> webSearchPlugins(Settings settings) {
        String name = "ondemand.webSearch.plugins";
        List<String> plugins = settings.list(name);
        settings.require(
                plugins.size() <= 20 && plugins.stream().noneMatch(String::isEmpty),
                () -> settings.named(name) + " must be up to 20 ids of plug-ins, comma-separated.");
        return plugins;
    }

    /** True when clients may ask for a search of the web. */
    boolean webSearch() {
        return !webSearchPlugins.isEmpty();
    }

    private static RetryPolicy retryPolicy(Settings settings) {
        return new RetryPolicy(
                settings.number("gateway.attempts", 1, 100),
                settings.duration("gateway.backOff"),
                settings.number("gateway.spuriousRetries", 0, 10),
                settings.duration("gateway.spuriousPause"),
                settings.duration("gateway.keyWaitTimeout"),
                new ResumePolicy(
                        settings.number("ondemand.resumeAttempts", 0, 100), settings.duration("ondemand.resumePause")));
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
        for (String part : List.of("ondemand.sessionTimeout", "ondemand.firstEventTimeout", "ondemand.idleTimeout")) {
            settings.mustBeShorter(part, "gateway.totalTimeout");
        }
        return TimeLimits.of(
                settings.duration("gateway.keepAliveInterval"),
                settings.duration("gateway.totalTimeout"),
                settings.duration("ondemand.sessionTimeout"),
                settings.duration("ondemand.firstEventTimeout"),
                settings.duration("ondemand.silenceTimeout"),
                settings.duration("ondemand.idleTimeout"),
                settings.duration("ondemand.tailTimeout"));
    }

    private static Drain.Settings drainSettings(Settings settings) {
        settings.mustBeShorter("gateway.drain.minWait", "gateway.drain.timeout");
        return new Drain.Settings(
                settings.durationOrNone("gateway.drain.minWait"),
                settings.duration("gateway.drain.timeout"),
                settings.duration("ondemand.tailTimeout"));
    }

    private static SchemaLimits schemaLimits(Settings settings) {
        return new SchemaLimits(
                settings.number("gateway.schemas.maxValues", 1, 1_000_000),
                settings.number("gateway.schemas.maxSteps", 1, 1_000_000_000),
                settings.number("gateway.schemas.maxStepsPerValue", 1, 1_000_000),
                settings.number("gateway.schemas.maxPatternSize", 0, 1_000_000));
    }

    private static FileLimits fileLimits(Settings settings) {
        return new FileLimits(
                settings.flag("ondemand.media.enabled"),
                settings.flag("ondemand.media.allowRemoteUrls"),
                settings.number("ondemand.media.maxFiles", 1, 1000),
                settings.number("ondemand.media.maxBytes", 1, MAX_FILE_BYTES),
                settings.number("ondemand.media.maxTotalBytes", 1, MAX_FILE_BYTES));
    }
}
