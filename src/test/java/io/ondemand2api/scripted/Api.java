package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The service's calls: who asks for what, and what the small ones answer. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final ScriptedSessions sessions;
    private final ScriptedEndpoints endpoints;
    private final Decisions decisions;
    private final QueryCall queryCall;
    private final UploadCall uploadCall;

    Api(Ledger ledger, ScriptedSessions sessions, ScriptedEndpoints endpoints, Decisions decisions) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.endpoints = endpoints;
        this.decisions = decisions;
        queryCall = new QueryCall(ledger, sessions, decisions, new QueryRules(endpoints));
        uploadCall = new UploadCall(ledger, sessions, decisions);
    }

    void answer(Request request, Connection connection) throws ClientLeftException, InterruptedException {
        Route route = Route.of(request.method(), request.path());
        ReceivedCall call = record(route, request);
        Reply refusal = refusal(call);
        if (refusal != null) {
            new Responder(connection, WireForm.USUAL).send(refusal);
        } else if (route.kind() == CallKind.QUERY) {
            queryCall.answer(ReceivedQuery.of(call, route.sessionId()), connection);
        } else if (route.kind() == CallKind.UPLOAD_MEDIA) {
            Multipart form = Multipart.read(request.headers().get("content-type"), request.body());
            uploadCall.answer(ReceivedUpload.of(call, form), connection);
        } else {
            answerSmall(call, route, new ScriptedExchange(connection, decisions.forCall(call), () -> {}));
        }
    }

    private ReceivedCall record(Route route, Request request) {
        String apikey = request.headers().get("apikey");
        long[] ordinals = ledger.calls.count(route.kind(), apikey);
        return new ReceivedCall(
                route.kind(),
                apikey,
                request.path(),
                ordinals[0],
                ordinals[1],
                request.numberOnConnection(),
                request.headers(),
                route.kind() == CallKind.UPLOAD_MEDIA ? MissingNode.getInstance() : parse(request.body()));
    }

    /** What is refused in every script; null when nothing is. */
    private static Reply refusal(ReceivedCall call) {
        if (call.kind() == CallKind.UNKNOWN) {
            return Reply.noRoute();
        }
        if (call.apikey() == null) {
            return Reply.error(401, "unauthenticated", "No API key header");
        }
        // the real service answers an empty key with 500, not 401 [C]
        return call.apikey().isEmpty() ? Reply.error(500, "server_error", "Internal server error") : null;
    }

    private void answerSmall(ReceivedCall call, Route route, ScriptedExchange exchange) throws ClientLeftException {
        if (call.kind() == CallKind.CREATE_SESSION) {
            exchange.connection().pause(exchange.behaviour().pace().session());
        }
        if (!exchange.begin()) {
            return;
        }
        switch (call.kind()) {
            case CREATE_SESSION -> exchange.send(createSession(call));
            case DELETE_SESSION -> exchange.send(deleteSession(call, route.sessionId()));
            case LIST_ENDPOINTS -> exchange.send(Reply.json(200, endpoints.json()));
            default -> exchange.send(messages(call, route));
        }
    }

    private Reply createSession(ReceivedCall call) {
        String externalUserId = call.body().path("externalUserId").asText("");
        if (externalUserId.isEmpty()) {
            return Reply.error(400, "invalid_request", "externalUserId is required");
        }
        ScriptedSession session = sessions.create(call.apikey());
        ledger.sessionsCreated.increment();
        // 201 live, where the documentation says 200 [C]
        return Reply.json(
                201,
                "{\"message\":\"Chat session created successfully\",\"data\":{\"id\":\"" + session.id()
                        + "\",\"externalUserId\":" + WireJson.compact(externalUserId) + "}}");
    }

    private Reply deleteSession(ReceivedCall call, String id) {
        if (!sessions.delete(id, call.apikey())) {
            return sessionNotFound();
        }
        ledger.sessionsDeleted.increment();
        return Reply.json(200, "{\"message\":\"Chat session deleted successfully\"}");
    }

    /** The form around the messages is not known [U]; their own fields are those of the contract. */
    private Reply messages(ReceivedCall call, Route route) {
        ScriptedSession session = sessions.find(route.sessionId(), call.apikey());
        if (session == null || route.messageId() != null && !decisions.messagesReadable) {
            return sessionNotFound();
        }
        List<String> found = session.turns().stream()
                .filter(turn -> route.messageId() == null || route.messageId().equals(turn.id()))
                .map(turn -> turn.json(session.id()))
                .collect(Collectors.toList());
        if (route.messageId() == null) {
            return Reply.json(200, "{\"message\":\"Messages fetched successfully\",\"data\":" + found + "}");
        }
        return found.isEmpty()
                ? Reply.error(404, "not_found", "Message not found")
                : Reply.json(200, "{\"message\":\"Message fetched successfully\",\"data\":" + found.get(0) + "}");
    }

    static Reply sessionNotFound() {
        return Reply.error(404, "not_found", "Chat session not found");
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode parsed = body.length == 0 ? null : JSON.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
