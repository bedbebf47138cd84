package io.ondemand2api.blackbox;

import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * How a failure is brought about.
 *
 * @param client what the client does
 * @param settings of the gateway
 * @param model how OnDemand behaves
 */
record FailureTrigger(Client client, Map<String, String> settings, Behaviour model) {

    private static final String DEMAND =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                    + "{\"type\":\"object\",\"properties\":{}}}}],\"tool_choice\":\"required\",";
    private static final String KEY = GatewayUnderTest.CLIENT_KEY;
    private static final Behaviour RIGHT = Behaviour.atOnce().saying("one ", "two ", "three");

    /** What a client does. */
    interface Client {

        HttpResponse<String> ask(GatewayUnderTest gateway, ApiDialect dialect, boolean stream);
    }

    /** Each failure in the table of {@code docs/failures.md}, by its name there. */
    static final Map<String, FailureTrigger> ALL = Map.ofEntries(
            Map.entry("no client key", sending(request -> request, null)),
            Map.entry("a wrong client key", sending(request -> request, "nobody")),
            Map.entry("an unknown path", path("/a/b/c", "POST")),
            Map.entry("a wrong method", path("", "PUT")),
            Map.entry("a body that is no JSON", body(body -> body.substring(1))),
            Map.entry("a wrong field", body(body -> body.replace("\"stream\":", "\"temperature\":7,\"stream\":"))),
            Map.entry("an unknown model", body(body -> body.replace("gpt-4o", "no-such"))),
            Map.entry(
                    "a body that is too large",
                    body(body -> body.replace("QUESTION", "x".repeat(20_000))).with("gateway.maxBodyBytes", "10000")),
            Map.entry(
                    "a content coding that is not known",
                    sending(request -> request.header("Content-Encoding", "br"), KEY)),
            Map.entry("a conversation that is too long", refused(400, "context_length_exceeded")),
            Map.entry("content that the model refuses", refused(400, "content_policy_violation")),
            Map.entry("one client asks too much at once", crowded("gateway.maxConcurrentRequestsPerClient")),
            Map.entry("too much is asked at once", crowded("gateway.maxConcurrentRequests")),
            Map.entry("all keys rest", model(RIGHT.throttling(30)).with("gateway.keyWaitTimeout", "1")),
            Map.entry("no key is accepted", refused(401, "unauthenticated").with("gateway.keyWaitTimeout", "1")),
            Map.entry("OnDemand cannot be reached", model(RIGHT).with("ondemand.base", "http://127.0.0.1:9")),
            Map.entry("OnDemand fails", refused(500, "server_error")),
            Map.entry("an empty answer", model(RIGHT.sayingNothing())),
            Map.entry(
                    "an answer that is not what was demanded",
                    of((gateway, dialect, stream) ->
                            send(gateway, dialect, question(dialect, stream, DEMAND), request -> request, KEY))),
            Map.entry(
                    "OnDemand does not answer in time",
                    model(RIGHT.neverAnswering()).with("ondemand.firstEventTimeout", "300")));

    private static FailureTrigger of(Client client) {
        return new FailureTrigger(client, Map.of(), RIGHT);
    }

    HttpResponse<String> failure(GatewayUnderTest gateway, ApiDialect dialect, boolean stream) {
        gateway.simulator().onQuery(query -> model);
        return client.ask(gateway, dialect, stream);
    }

    private FailureTrigger with(String property, String value) {
        return new FailureTrigger(client, Map.of(property, value), model);
    }

    private FailureTrigger saying(Behaviour said) {
        return new FailureTrigger(client, settings, said);
    }

    private static String question(ApiDialect dialect, boolean stream, String fields) {
        return dialect.request(Chat.json("{\"stream\":" + stream + "," + fields
                + "\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"QUESTION\"}]}"));
    }

    private static HttpResponse<String> send(
            GatewayUnderTest gateway,
            ApiDialect dialect,
            String body,
            UnaryOperator<HttpRequest.Builder> header,
            String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        gateway.url(dialect.client().path()))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-API-KEY", key);
        }
        return GatewayUnderTest.send(header.apply(request).build());
    }

    private static FailureTrigger sending(UnaryOperator<HttpRequest.Builder> header, String key) {
        return of((gateway, dialect, stream) -> send(gateway, dialect, question(dialect, stream, ""), header, key));
    }

    private static FailureTrigger body(UnaryOperator<String> change) {
        return of((gateway, dialect, stream) ->
                send(gateway, dialect, change.apply(question(dialect, stream, "")), request -> request, KEY));
    }

    private static FailureTrigger path(String below, String method) {
        return of((gateway, dialect, stream) ->
                GatewayUnderTest.send(gateway.request(dialect.client().path() + below)
                        .method(method, BodyPublishers.ofString("{}"))
                        .build()));
    }

    private static FailureTrigger model(Behaviour behaviour) {
        return body(body -> body).saying(behaviour);
    }

    private static FailureTrigger refused(int status, String code) {
        return model(RIGHT.refusing(status, code, "SECRET"));
    }

    /** Another request is being answered, and this limit lets one alone through. */
    private static FailureTrigger crowded(String limit) {
        Behaviour slow =
                Behaviour.atOnce().saying(Collections.nCopies(400, "word ")).deltasEvery(Duration.ofMillis(50));
        return of((gateway, dialect, stream) -> {
                    awaitPlace(gateway);
                    try (RawClient other = new RawClient(gateway.port())) {
                        other.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
                        return send(gateway, dialect, question(dialect, stream, ""), request -> request, KEY);
                    }
                })
                .saying(slow)
                .with(limit, "1");
    }

    /** The one of the request before is given back a moment after its client has left. */
    private static void awaitPlace(GatewayUnderTest gateway) {
        Awaitility.await().until(() -> gateway.simulator().openStreams() == 0);
        Awaitility.await().until(() -> {
            HttpResponse<String> free =
                    send(gateway, ApiDialect.CHAT_COMPLETIONS, "{}", request -> request, GatewayUnderTest.CLIENT_KEY);
            return free.statusCode() == 400;
        });
    }
}
