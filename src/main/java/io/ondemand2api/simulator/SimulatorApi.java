package io.ondemand2api.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's calls, as far as a gateway makes them. */
final class SimulatorApi implements HttpHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SESSION = Pattern.compile("/chat/v1/sessions/([^/]+)(/query)?");
    /** A session costs nothing, but a trial that runs for weeks must not fill the memory. */
    private static final int MAX_SESSIONS = 10_000;

    private final Map<String, AtomicInteger> turnsBySession = new ConcurrentHashMap<>();

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(
                    exchange,
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String call) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String key = exchange.getRequestHeaders().getFirst("apikey");
        Matcher session = SESSION.matcher(exchange.getRequestURI().getPath());
        if (key == null || key.isEmpty()) {
            send(exchange, 401, error("unauthenticated", "No API key header"));
        } else if (call.equals("POST /chat/v1/sessions")) {
            send(exchange, 201, newSession());
        } else if (call.equals("GET /config/v1/public/endpoints")) {
            send(exchange, 200, SimulatedModels.list());
        } else if (call.equals("POST /media/v1/public/file/raw")) {
            send(exchange, 200, upload(body.length));
        } else if (!session.matches() || !turnsBySession.containsKey(session.group(1))) {
            send(exchange, 404, error("not_found", "Chat session not found"));
        } else if (call.startsWith("DELETE")) {
            turnsBySession.remove(session.group(1));
            send(exchange, 200, JSON.createObjectNode().put("message", "Chat session deleted successfully"));
        } else {
            query(exchange, session.group(1), body);
        }
    }

    private ObjectNode newSession() {
        if (turnsBySession.size() >= MAX_SESSIONS) {
            turnsBySession.clear();
        }
        String id = SimulatorIds.next();
        turnsBySession.put(id, new AtomicInteger());
        ObjectNode answer = JSON.createObjectNode().put("message", "Chat session created successfully");
        answer.putObject("data").put("id", id);
        return answer;
    }

    private static ObjectNode upload(int bytes) {
        String text = "The simulator was sent " + bytes + " bytes with a file in them.";
        ObjectNode answer = JSON.createObjectNode().put("message", "Media Created");
        answer.putObject("data")
                .put("id", SimulatorIds.next())
                .put("context", text)
                .put("extractedText", text);
        return answer;
    }

    private void query(HttpExchange exchange, String session, byte[] body) throws IOException, InterruptedException {
        JsonNode query = JSON.readTree(body);
        query = query == null ? MissingNode.getInstance() : query;
        String endpoint = query.path("endpointId").asText("");
        if (!SimulatedModels.active(endpoint)) {
            send(exchange, 400, error("invalid_request", "endpointId " + endpoint + " is not active"));
            return;
        }
        int turn = turnsBySession
                .computeIfAbsent(session, gone -> new AtomicInteger())
                .incrementAndGet();
        SimulatedAnswer answer = SimulatedAnswer.to(query, turn);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        new AnswerFrames(exchange.getResponseBody(), session, SimulatorIds.next()).write(answer);
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("message", message).put("errorCode", code);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
