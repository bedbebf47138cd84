package io.ondemand2api.blackbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what of an answer is not as Anthropic's Messages have it: every field that must be there and no other, and the
 * order of events. Written by hand from what its SDKs read, since its specification is not public.
 */
final class MessagesSpec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Map<Integer, String> TYPES = Map.of(
            401, "authentication_error",
            403, "permission_error",
            404, "not_found_error",
            408, "timeout_error",
            413, "request_too_large",
            429, "rate_limit_error",
            500, "api_error",
            502, "api_error",
            504, "timeout_error",
            529, "overloaded_error");
    private static final Set<String> ERRORS_IN_STREAMS =
            Set.of("api_error", "timeout_error", "overloaded_error", "rate_limit_error", "invalid_request_error");
    private static final Set<String> STOP_REASONS = Set.of("end_turn", "max_tokens", "stop_sequence", "tool_use");

    private final SpecCheck.Answer answer;
    private final List<String> problems = new ArrayList<>();
    private boolean started;
    private boolean ended;
    private boolean failed;
    private boolean stopSaid;
    private int index = -1;
    private String open;
    private final StringBuilder input = new StringBuilder();
    private boolean signed;
    private int calls;

    private MessagesSpec(SpecCheck.Answer answer) {
        this.answer = answer;
    }

    /** Everything that is wrong with this answer; empty when it is in order. */
    static List<String> problems(SpecCheck.Answer answer) {
        MessagesSpec spec = new MessagesSpec(answer);
        if (answer.status() >= 400) {
            spec.whole(() -> spec.error(spec.json(answer.body()), TYPES.get(answer.status())));
        } else if ("text/event-stream".equals(answer.contentType())) {
            spec.stream();
        } else if (answer.path().endsWith("/count_tokens")) {
            spec.whole(() -> {
                JsonNode count = spec.json(answer.body());
                spec.fields(count, "input_tokens");
                spec.must(count.path("input_tokens").isInt(), "counts in whole tokens", count);
            });
        } else if (answer.path().matches("/+v1/+models/*")) {
            spec.whole(() -> spec.models(spec.json(answer.body())));
        } else if (answer.path().matches("/+v1/+models/.*")) {
            spec.whole(() -> spec.model(spec.json(answer.body())));
        } else {
            spec.whole(() -> spec.message(spec.json(answer.body())));
        }
        return spec.problems;
    }

    private void whole(Runnable check) {
        must("application/json".equals(answer.contentType()), "is JSON", answer.contentType());
        if (answer.whole()) {
            check.run();
        }
    }

    private void error(JsonNode error, String type) {
        fields(error, "type", "error", "request_id");
        must(error.path("type").asText().equals("error"), "is an error", error);
        must(error.path("request_id").isTextual() || error.path("request_id").isNull(), "names the request", error);
        if (error.at("/error/details").isMissingNode()) {
            fields(error.path("error"), "type", "message");
        } else {
            fields(error.path("error"), "type", "message", "details");
            fields(error.at("/error/details"), "error_code", "unsupported");
        }
        String expected = type == null ? "invalid_request_error" : type;
        must(error.at("/error/type").asText().equals(expected), "is of type " + expected, error);
        must(!error.at("/error/message").asText().isBlank(), "says why", error);
    }

    private void message(JsonNode message) {
        head(message);
        JsonNode content = message.path("content");
        must(content.isArray() && !content.isEmpty(), "has content", message);
        content.forEach(block -> block(block, content.size()));
        stop(message, message);
        usage(message.path("usage"));
    }

    private void models(JsonNode list) {
        fields(list, "data", "has_more", "first_id", "last_id");
        must(list.path("has_more").isBoolean(), "says whether there are more", list);
        JsonNode models = list.path("data");
        models.forEach(this::model);
        must(list.path("first_id").equals(models.at("/0/id")), "names its first", list);
        must(list.path("last_id").equals(models.path(models.size() - 1).path("id")), "names its last", list);
    }

    private void model(JsonNode model) {
        fields(model, "type", "id", "display_name", "created_at", "lifecycle");
        must(model.path("type").asText().equals("model"), "is a model", model);
        must(!model.path("display_name").asText().isEmpty(), "has a name for people", model);
        must(model.path("created_at").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"), "is of some day", model);
    }

    private void head(JsonNode message) {
        fields(message, "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage");
        must(message.path("id").asText().startsWith("msg_"), "has an id", message);
        must(message.path("type").asText().equals("message"), "is a message", message);
        must(message.path("role").asText().equals("assistant"), "is the assistant's", message);
        must(message.path("model").isTextual(), "names the model", message);
    }

    private void block(JsonNode block, int ofAll) {
        switch (block.path("type").asText()) {
            case "text" -> {
                fields(block, "type", "text");
                must(ofAll == 1 || !block.path("text").asText().isEmpty(), "has words", block);
            }
            case "thinking" -> {
                fields(block, "type", "thinking", "signature");
                must(!block.path("thinking").asText().isEmpty(), "has thoughts", block);
                must(!block.path("signature").asText().isEmpty(), "has a signature", block);
            }
            case "tool_use" -> {
                calls++;
                call(block);
            }
            default -> must(false, "is a block", block);
        }
    }

    private void call(JsonNode block) {
        fields(block, "type", "id", "name", "input");
        must(!block.path("id").asText().isEmpty(), "has an id", block);
        must(block.path("name").asText().matches("[a-zA-Z0-9_-]{1,128}"), "has a name", block);
        must(block.path("input").isObject(), "has an input", block);
    }

    private void stop(JsonNode holder, JsonNode where) {
        String reason = holder.path("stop_reason").asText();
        must(STOP_REASONS.contains(reason), "stops for a reason", where);
        must(
                reason.equals("stop_sequence") == holder.path("stop_sequence").isTextual(),
                "names what stopped it",
                where);
        must(!reason.equals("tool_use") || calls > 0, "calls a tool before it waits for one", where);
    }

    private void usage(JsonNode usage) {
        fields(usage, "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens");
        usage.forEach(count -> must(count.isInt() && count.intValue() >= 0, "counts tokens", usage));
    }

    private void stream() {
        int end = answer.body().lastIndexOf("\n\n");
        String whole = end < 0 ? "" : answer.body().substring(0, end);
        for (String event : whole.isEmpty() ? new String[0] : whole.split("\n\n")) {
            event(event);
        }
        if (answer.whole()) {
            must(ended || failed, "ends with message_stop or an error", answer.body());
            must(answer.body().endsWith("\n\n"), "ends behind an event", answer.body());
        }
    }

    private void event(String event) {
        if (event.equals(": usage is estimated")) {
            return;
        }
        String[] lines = event.split("\n");
        if (lines.length != 2 || !lines[0].startsWith("event: ") || !lines[1].startsWith("data: ")) {
            must(false, "is an event with a name and data", event);
            return;
        }
        must(!ended && !failed, "goes on after its end", event);
        JsonNode data = json(lines[1].substring(6));
        String type = lines[0].substring(7);
        must(data.path("type").asText().equals(type), "is of the type that its name says", event);
        if (!Set.of("ping", "error", "message_start").contains(type)) {
            must(started, "comes after message_start", event);
        }
        switch (type) {
            case "ping" -> fields(data, "type");
            case "error" -> {
                failed = true;
                String kind = data.at("/error/type").asText();
                must(ERRORS_IN_STREAMS.contains(kind), "is of a known type", event);
                error(data, kind);
            }
            case "message_start" -> messageStart(data);
            case "content_block_start" -> blockStart(data);
            case "content_block_delta" -> blockDelta(data);
            case "content_block_stop" -> blockStop(data);
            case "message_delta" -> messageDelta(data);
            case "message_stop" -> {
                fields(data, "type");
                must(stopSaid, "says why it stops before it does", event);
                ended = true;
            }
            default -> must(false, "is a known event", event);
        }
    }

    private void messageStart(JsonNode data) {
        must(!started, "starts once", data);
        started = true;
        fields(data, "type", "message");
        JsonNode message = data.path("message");
        head(message);
        must(message.path("content").isArray() && message.path("content").isEmpty(), "starts empty", data);
        must(
                message.path("stop_reason").isNull()
                        && message.path("stop_sequence").isNull(),
                "has not stopped",
                data);
        usage(message.path("usage"));
        must(message.at("/usage/input_tokens").intValue() > 0, "says what the question takes", data);
    }

    private void blockStart(JsonNode data) {
        fields(data, "type", "index", "content_block");
        must(open == null, "starts a block behind the end of the one before", data);
        must(data.path("index").asInt(-1) == index + 1, "counts its blocks", data);
        index++;
        JsonNode block = data.path("content_block");
        open = block.path("type").asText();
        signed = false;
        input.setLength(0);
        switch (open) {
            case "text" -> fields(block, "type", "text");
            case "thinking" -> fields(block, "type", "thinking", "signature");
            case "tool_use" -> {
                calls++;
                call(block);
            }
            default -> must(false, "is a block", data);
        }
    }

    private void blockDelta(JsonNode data) {
        fields(data, "type", "index", "delta");
        must(data.path("index").asInt(-1) == index, "belongs to the open block", data);
        JsonNode delta = data.path("delta");
        String kind = delta.path("type").asText();
        String field = switch (kind) {
            case "text_delta" -> "text";
            case "thinking_delta" -> "thinking";
            case "signature_delta" -> "signature";
            case "input_json_delta" -> "partial_json";
            default -> "?";
        };
        fields(delta, "type", field);
        must(!delta.path(field).asText().isEmpty(), "says something", data);
        String home = switch (field) {
            case "signature" -> "thinking";
            case "partial_json" -> "tool_use";
            default -> field;
        };
        must(home.equals(open), "is of the open block's kind", data);
        must(!signed, "says nothing behind its signature", data);
        signed = field.equals("signature");
        if (field.equals("partial_json")) {
            input.append(delta.path(field).asText());
        }
    }

    private void blockStop(JsonNode data) {
        fields(data, "type", "index");
        must(data.path("index").asInt(-1) == index && open != null, "ends the open block", data);
        must(!"thinking".equals(open) || signed, "signs its thinking", data);
        must(!"tool_use".equals(open) || json(input.toString()).isObject(), "has an object as input", data);
        open = null;
    }

    private void messageDelta(JsonNode data) {
        fields(data, "type", "delta", "usage");
        must(open == null, "ends its blocks before itself", data);
        must(!stopSaid, "stops once", data);
        stopSaid = true;
        fields(data.path("delta"), "stop_reason", "stop_sequence");
        stop(data.path("delta"), data);
        usage(data.path("usage"));
    }

    private void fields(JsonNode object, String... names) {
        Set<String> there = new HashSet<>();
        object.fieldNames().forEachRemaining(there::add);
        must(there.equals(Set.of(names)), "has the fields " + List.of(names), object);
    }

    private JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            must(false, "is JSON: " + broken.getOriginalMessage(), text);
            return JSON.missingNode();
        }
    }

    private void must(boolean met, String what, Object where) {
        if (!met) {
            String shown = String.valueOf(where);
            problems.add(answer.method() + " " + answer.path() + " " + answer.status() + " not so: " + what + " in "
                    + (shown.length() > 600 ? shown.substring(0, 600) + "…" : shown));
        }
    }
}
