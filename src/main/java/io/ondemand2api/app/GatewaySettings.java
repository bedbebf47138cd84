package io.ondemand2api.app;

import io.ondemand2api.clients.ClientFile;
import io.ondemand2api.cluster.ClusterSettings;
import io.ondemand2api.completion.RetryPolicy;
import io.ondemand2api.config.Credentials;
import io.ondemand2api.config.Settings;
import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.schema.SchemaLimits;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import io.ondemand2api.keys.KeySettings;
import io.ondemand2api.sessions.SessionSettings;
import io.ondemand2api.upstream.BackgroundSettings;
import io.ondemand2api.upstream.ResponseLimits;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamSettings;
import io.ondemand2api.upstream.transport.OutboundProxy;
import io.ondemand2api.upstream.transport.UpstreamTrust;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.support.jsse.SSLContextParameters;

/** All that {@code application.properties} says, read once, before anything is started. */
record GatewaySettings(
        Credentials access,
        ClientFile clients,
        SpentTokensStore spentTokens,
        ClusterSettings cluster,
        Duration secretsRefresh,
        KeySettings keys,
        Map<String, String> aliases,
        Map<String, CallForm> callForms,
        ModelProfiles profiles,
        List<String> webSearchPlugins,
        Map<String, String> prompts,
        int maxModels,
        Duration modelsRefresh,
        TimeLimits times,
        BackgroundSettings background,
        SessionSettings sessions,
        RetryPolicy retries,
        ResponseLimits responses,
        long answerBytesInFlight,
        DrainSettings drain,
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
        ClientFile clients = ClientFile.from(settings);
        settings.collect(() -> {
            if (clients.file() != null) {
                KeyRotation.mustBeSecret(
                        access, clients.atStart(), clients.file().source());
            }
            return clients;
        });
        mustSuitTheRoutes(settings);
        FileLimits files = fileLimits(settings);
        return new GatewaySettings(
                access,
                clients,
                SpentTokensStore.from(settings),
                ClusterSettings.from(settings),
                settings.duration("gateway.secretsRefresh"),
                KeySettings.from(settings),
                settings.fullGroup("models.alias."),
                callForms(settings),
                ModelProfiles.from(settings),
                webSearchPlugins(settings),
                OperatorsPrompts.from(settings),
                settings.number("ondemand.maxModels", 1, 1_000_000),
                settings.duration("ondemand.modelsRefresh"),
                TimeLimits.from(settings),
                BackgroundSettings.from(settings),
                SessionSettings.from(settings),
                RetryPolicy.from(settings),
                UpstreamSettings.responseLimits(settings),
                UpstreamSettings.answerBytesInFlight(settings),
                DrainSettings.from(settings),
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
                ServerSettings.from(
                        settings, access.clientKeys().size() + clients.atStart().size()));
    }

    private static Map<String, CallForm> callForms(Settings settings) {
        Map<String, CallForm> forms = new HashMap<>();
        settings.fullGroup("models.callForm.").forEach((endpoint, key) -> {
            CallForm form = CallForm.of(key);
            settings.require(
                    form != null || key.isEmpty(),
                    () -> settings.named("models.callForm." + endpoint) + " must be one of "
                            + String.join(", ", CallForm.keys()) + ", not `" + key + "`.");
            forms.put(endpoint, form == null ? CallForm.HERMES : form);
        });
        return forms;
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
