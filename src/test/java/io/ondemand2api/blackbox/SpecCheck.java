package io.ondemand2api.blackbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells what of an answer does not fit OpenAI's specification. */
final class SpecCheck {

    /** An answer as it left the gateway. */
    record Answer(String method, String path, int status, String contentType, String body, boolean whole) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final OpenAiSchemas SCHEMAS = new OpenAiSchemas();
    private static final Set<String> COMMENTS = Set.of(": keep-alive", ": usage is estimated");

    private final Answer answer;
    private final List<String> problems = new ArrayList<>();
    private JsonNode first;
    private boolean done;
    private boolean failed;

    private SpecCheck(Answer answer) {
        this.answer = answer;
    }

    /** Everything that is wrong with this answer; empty when it is in order. */
    static synchronized List<String> problems(Answer answer) {
        SpecCheck check = new SpecCheck(answer);
        check.run();
        return check.problems;
    }

    /** The same for an answer that came from a gateway in a process of its own. */
    static List<String> problems(HttpResponse<String> response) {
        return problems(new Answer(
                response.request().method(),
                response.uri().getPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(null),
                response.body(),
                true));
    }

    private void run() {
        boolean api = path().startsWith("/v1/") || answer.status() >= 400;
        if (!api || answer.method().equals("HEAD") || answer.status() == 204) {
            return;
        }
        if (isOfMessages()) {
            problems.addAll(MessagesSpec.problems(answer));
        } else if (answer.status() >= 400) {
            checkObject("ErrorResponse");
        } else if (isResponses()) {
            checkResponses();
        } else if ("text/event-stream".equals(answer.contentType())) {
            checkStream();
        } else {
            checkObject(schemaOfObject());
        }
    }

    /** The path in OpenAI's own form: the gateway takes Azure's, and needless slashes. */
    private String path() {
        return answer.path()
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "")
                .replaceAll("^/openai/deployments/.+?/(?=chat/)", "/v1/");
    }

    /** On a path that is no dialect's own, the answer tells which client asked. */
    private boolean isOfMessages() {
        if (path().equals("/v1/messages") || path().startsWith("/v1/messages/")) {
            return true;
        }
        boolean own = path().matches("/v1/(chat|completions|embeddings|responses)(/.*)?");
        boolean shared = path().matches("/v1/models(/.*)?") || answer.status() >= 400;
        return !own
                && shared
                && answer.body().contains("\"type\":\"" + (answer.status() < 400 ? "model\"" : "error\""));
    }

    private boolean isResponses() {
        return path().equals("/v1/responses") || path().startsWith("/v1/responses/");
    }

    private void checkResponses() {
        ResponsesCheck check = new ResponsesCheck(this::addProblem);
        if (!"text/event-stream".equals(answer.contentType())) {
            if (answer.whole()) {
                check.checkObject(path(), answer.body());
            }
            return;
        }
        int end = answer.body().lastIndexOf("\n\n");
        for (String event :
                end < 0 ? new String[0] : answer.body().substring(0, end).split("\n\n")) {
            if (!COMMENTS.contains(event)) {
                check.checkEvent(event);
            }
        }
        if (answer.whole() && !check.ended()) {
            addProblem("ends without an end", answer.body());
        }
    }

    private String schemaOfObject() {
        return switch (path()) {
            case "/v1/chat/completions" -> "CreateChatCompletionResponse";
            case "/v1/completions" -> "CreateCompletionResponse";
            case "/v1/models" -> "ListModelsResponse";
            default -> path().startsWith("/v1/models/") ? "Model" : null;
        };
    }

    private String schemaOfChunk() {
        return switch (path()) {
            case "/v1/chat/completions" -> "CreateChatCompletionStreamResponse";
            case "/v1/completions" -> "CreateCompletionStreamResponse";
            default -> null;
        };
    }

    private void checkObject(String schema) {
        if (!"application/json".equals(answer.contentType())) {
            addProblem("is of type " + answer.contentType(), answer.body());
        } else if (answer.whole()) {
            check(schema, answer.body());
        }
    }

    private void checkStream() {
        // what has no blank line after it may have been cut by the client's leaving
        int end = answer.body().lastIndexOf("\n\n");
        String whole = end < 0 ? "" : answer.body().substring(0, end);
        for (String event : whole.isEmpty() ? new String[0] : whole.split("\n\n")) {
            checkEvent(event);
        }
        if (answer.whole() && !done && !failed) {
            addProblem("ends neither with [DONE] nor with an error", answer.body());
        }
        if (answer.whole() && !answer.body().endsWith("\n\n")) {
            addProblem("ends within an event", answer.body());
        }
    }

    private void checkEvent(String event) {
        if (COMMENTS.contains(event)) {
            return;
        }
        if (done || failed) {
            addProblem("goes on after its end", event);
        } else if (event.equals("data: [DONE]")) {
            done = true;
        } else if (event.startsWith("event: error\ndata: ") && event.indexOf('\n') == event.lastIndexOf('\n')) {
            failed = true;
            check("ErrorResponse", event.substring(event.indexOf('\n') + 7));
        } else if (event.startsWith("data: ") && event.indexOf('\n') < 0) {
            checkSameness(check(schemaOfChunk(), event.substring(6)), event);
        } else {
            addProblem("holds what is no chunk", event);
        }
    }

    private void checkSameness(JsonNode chunk, String event) {
        if (first == null) {
            first = chunk;
        }
        for (String field : new String[] {"id", "created", "model"}) {
            if (!first.path(field).equals(chunk.path(field))) {
                addProblem("changes its " + field, event);
            }
        }
    }

    private JsonNode check(String schema, String json) {
        if (schema == null) {
            addProblem("has no schema here: name the one it must fit", json);
            return JSON.missingNode();
        }
        try {
            JsonNode value = JSON.readTree(json);
            for (Error error : SCHEMAS.get(schema).validate(value)) {
                addProblem("is no " + schema + ": " + error, json);
            }
            return value;
        } catch (JsonProcessingException e) {
            addProblem("holds what is no JSON: " + e.getOriginalMessage(), json);
            return JSON.missingNode();
        }
    }

    private void addProblem(String what, String where) {
        problems.add(answer.method() + " " + answer.path() + " " + answer.status() + " " + what + " in "
                + (where.length() > 600 ? where.substring(0, 600) + "…" : where));
    }
}
