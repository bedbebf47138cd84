package io.ondemand2api.blackbox;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.ondemand2api.app.Gateway;
import io.ondemand2api.scripted.ScriptedOnDemand;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;

/**
 * The real gateway with the real routes on a free port, in front of a simulator of its own. Every answer that it gives is
 * checked against OpenAI's specification; {@link #close} fails when one did not fit.
 */
final class GatewayUnderTest implements AutoCloseable {

    static final String CLIENT_KEY = "client-secret-1";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final ScriptedOnDemand simulator;
    private final Main main;
    private final int port;
    private final int managementPort;
    private WireTap tap;

    private GatewayUnderTest(ScriptedOnDemand simulator, Map<String, String> settings) {
        this.simulator = simulator;
        this.port = FreePort.next();
        this.managementPort = FreePort.next();
        main = Gateway.create();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("camel.server.host", "127.0.0.1");
        all.put("camel.server.port", Integer.toString(port));
        all.put("camel.management.host", "127.0.0.1");
        all.put("camel.management.port", Integer.toString(managementPort));
        all.put("ondemand.apiKeys", "upstream-secret-1");
        all.put("ondemand.base", simulator.base().toString());
        all.put("gateway.clientKeys", CLIENT_KEY);
        all.put("ondemand.warmSessions", "0");
        // a stream without a tail ends right behind its answer: the next turn is to find its session free
        all.put("ondemand.turnWaitTimeout", "2500");
        // tests of what a break does are not to see it mended; those of resuming ask for it
        all.put("ondemand.resumeAttempts", "0");
        all.put("ondemand.resumePause", "20");
        all.put("gateway.spuriousPause", "20");
        all.put("gateway.backOff", "20");
        all.put("gateway.drain.timeout", "10s");
        all.putAll(settings);
        all.forEach(main::addOverrideProperty);
    }

    /** A gateway whose simulator can be told what to do before it starts. */
    record Prepared(ScriptedOnDemand simulator, Map<String, String> settings, Map<String, Processor> steps) {

        /** Steps that routes may call. */
        Prepared binding(String name, Processor step) {
            steps.put(name, step);
            return this;
        }

        GatewayUnderTest start() {
            GatewayUnderTest gateway = new GatewayUnderTest(simulator, settings);
            steps.forEach((name, step) -> gateway.main.bind(name, step));
            gateway.main.start();
            gateway.tap = WireTap.into(gateway.main.getCamelContext());
            return gateway;
        }
    }

    static Prepared prepare(Map<String, String> settings) {
        return new Prepared(ScriptedOnDemand.start(0), settings, new LinkedHashMap<>());
    }

    /** Starts both and waits until the gateway knows its models. */
    static GatewayUnderTest start(Map<String, String> settings) {
        GatewayUnderTest gateway = prepare(settings).start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/v1/models").body().contains("predefined-"));
        return gateway;
    }

    static GatewayUnderTest start() {
        return start(Map.of());
    }

    ScriptedOnDemand simulator() {
        return simulator;
    }

    Main main() {
        return main;
    }

    int port() {
        return port;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + CLIENT_KEY);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> chatAs(String key, String body) {
        return send(HttpRequest.newBuilder(url("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-KEY", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> chat(String body) {
        return post("/v1/chat/completions", body);
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** @param body null for none */
    HttpResponse<String> send(String method, String path, String body, String key) {
        return send(HttpRequest.newBuilder(url(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The official client, which checks every field of every answer and retries nothing. */
    OpenAIClient openai() {
        return openai(true);
    }

    OpenAIClient openai(boolean validation) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url("/v1").toString())
                .apiKey(CLIENT_KEY)
                .responseValidation(validation)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @Override
    public void close() {
        main.stop();
        simulator.close();
        tap.close();
    }

    /** The router of the API's port: a test adds handlers that run on its event loops. */
    Router router() {
        VertxPlatformHttpRouter platform =
                main().getCamelContext().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                        .filter(VertxPlatformHttpRouter::isMainServer)
                        .findFirst()
                        .orElseThrow();
        return (Router) platform.getServer().getServer().requestHandler();
    }
}
