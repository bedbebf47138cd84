package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.ScriptedOnDemand;
import io.ondemand2api.scripted.Thinking;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets tests that are not written in Java direct the simulator over HTTP: {@code POST /script} with the answers that are
 * to come, {@code GET /seen} for what the simulator was asked.
 */
final class Stage implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final ScriptedOnDemand simulator;
    private final HttpServer server;

    Stage(ScriptedOnDemand simulator) throws IOException {
        this.simulator = simulator;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/script", exchange -> reply(exchange, direct(JSON.readTree(exchange.getRequestBody()))));
        server.createContext("/seen", exchange -> reply(exchange, seen()));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void reply(HttpExchange exchange, JsonNode answer) throws IOException {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The answers come one after another, the last one again and again; with none, the simulator's own. */
    private JsonNode direct(JsonNode answers) {
        List<Behaviour> script = new ArrayList<>();
        answers.forEach(answer -> script.add(behaviour(answer)));
        simulator.resetToDefaults();
        simulator.clearRecords();
        if (script.isEmpty()) {
            script.add(Behaviour.atOnce());
        }
        simulator.onQuery(query -> script.get((int) Math.min(query.ordinal(), script.size()) - 1));
        return JSON.createObjectNode();
    }

    private static Behaviour behaviour(JsonNode answer) {
        Behaviour behaviour = Behaviour.atOnce();
        if (answer.has("says")) {
            behaviour = behaviour.saying(texts(answer.path("says")));
        }
        if (answer.has("thinks")) {
            behaviour = behaviour.thinking(new Thinking(texts(answer.path("thinks")), List.of(), List.of()));
        }
        if (answer.has("everyMillis")) {
            behaviour = behaviour.deltasEvery(
                    Duration.ofMillis(answer.path("everyMillis").asLong()));
        }
        if (answer.has("throttledForSeconds")) {
            behaviour = behaviour.throttling(answer.path("throttledForSeconds").asInt());
        }
        if (answer.has("status")) {
            behaviour = behaviour.refusing(answer.path("status").asInt(), "model_error", "no");
        }
        if (answer.has("failsAfter")) {
            behaviour = behaviour.errorAfter(answer.path("failsAfter").asInt(), "model_error", "no");
        }
        if (answer.has("breaksAfter")) {
            behaviour = behaviour.resetAfter(answer.path("breaksAfter").asInt());
        }
        return behaviour;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private JsonNode seen() {
        ObjectNode seen = JSON.createObjectNode();
        seen.put("aborted", simulator.abortedStreams());
        seen.put("open", simulator.openStreams());
        for (ReceivedQuery query : simulator.queries()) {
            ObjectNode each = seen.withArray("queries").addObject();
            each.put("endpointId", query.endpointId());
            each.put("query", query.query());
            each.put("instructions", query.fulfillmentPrompt());
            each.put("reasoningEffort", query.reasoningEffort());
            each.set("modelConfigs", query.modelConfigs());
        }
        return seen;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
