package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Tells what of an answer under {@code /v1/responses} does not fit OpenAI's specification and the order of its events. */
final class ResponsesCheck {

    private static final OpenAiSchemas SCHEMAS = new OpenAiSchemas("/openai/responses-schemas.json");
    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("response.created", "ResponseCreatedEvent"),
            Map.entry("response.queued", "ResponseQueuedEvent"),
            Map.entry("response.in_progress", "ResponseInProgressEvent"),
            Map.entry("response.completed", "ResponseCompletedEvent"),
            Map.entry("response.incomplete", "ResponseIncompleteEvent"),
            Map.entry("response.failed", "ResponseFailedEvent"),
            Map.entry("error", "ResponseErrorEvent"),
            Map.entry("response.output_item.added", "ResponseOutputItemAddedEvent"),
            Map.entry("response.output_item.done", "ResponseOutputItemDoneEvent"),
            Map.entry("response.content_part.added", "ResponseContentPartAddedEvent"),
            Map.entry("response.content_part.done", "ResponseContentPartDoneEvent"),
            Map.entry("response.output_text.delta", "ResponseTextDeltaEvent"),
            Map.entry("response.output_text.annotation.added", "ResponseOutputTextAnnotationAddedEvent"),
            Map.entry("response.output_text.done", "ResponseTextDoneEvent"),
            Map.entry("response.function_call_arguments.delta", "ResponseFunctionCallArgumentsDeltaEvent"),
            Map.entry("response.function_call_arguments.done", "ResponseFunctionCallArgumentsDoneEvent"),
            Map.entry("response.custom_tool_call_input.delta", "ResponseCustomToolCallInputDeltaEvent"),
            Map.entry("response.custom_tool_call_input.done", "ResponseCustomToolCallInputDoneEvent"),
            Map.entry("response.reasoning_summary_part.added", "ResponseReasoningSummaryPartAddedEvent"),
            Map.entry("response.reasoning_summary_part.done", "ResponseReasoningSummaryPartDoneEvent"),
            Map.entry("response.reasoning_summary_text.delta", "ResponseReasoningSummaryTextDeltaEvent"),
            Map.entry("response.reasoning_summary_text.done", "ResponseReasoningSummaryTextDoneEvent"));

    private final BiConsumer<String, String> complain;
    private final Map<Integer, String> openItems = new HashMap<>();
    private int events;
    private int items;
    private String id;
    private boolean ended;
    private boolean resumed;
    private boolean background;

    /** @param complain told what is wrong, and where */
    ResponsesCheck(BiConsumer<String, String> complain) {
        this.complain = complain;
    }

    /** Checks a whole answer of this path. */
    void checkObject(String path, String body) {
        if (path.endsWith("/input_tokens")) {
            check("TokenCountsResource", body);
        } else if (path.endsWith("/input_items")) {
            check("ResponseItemList", body);
        } else if (!body.contains("\"deleted\":true")) {
            check("Response", body);
        }
    }

    /** Checks the next event; comments are left out by the caller. */
    void checkEvent(String event) {
        int line = event.indexOf('\n');
        if (!event.startsWith("event: ") || line < 0 || !event.startsWith("data: ", line + 1)) {
            complain.accept("holds what is no event", event);
            return;
        }
        String type = event.substring(7, line);
        String schema = EVENTS.get(type);
        if (schema == null) {
            complain.accept("has an unknown event " + type, event);
            return;
        }
        JsonNode data = check(schema, event.substring(line + 7));
        expect(data.path("type").asText().equals(type), "has two types", event);
        if (events == 0 && data.path("sequence_number").asInt() > 0) {
            // a client goes on reading: it has the events before this one
            resumed = true;
            events = data.path("sequence_number").asInt();
        }
        expect(data.path("sequence_number").asInt(-1) == events || type.equals("error"), "is out of sequence", event);
        expect(!ended, "goes on after its end", event);
        expect((events == 0) == type.equals("response.created"), "does not begin with response.created", event);
        events = data.path("sequence_number").asInt() + 1;
        checkResponse(data, event);
        background |= data.at("/response/background").asBoolean();
        if (!resumed) {
            checkItem(type, data, event);
        }
        ended |= type.equals("response.completed")
                || type.equals("response.incomplete")
                || type.equals("response.failed");
    }

    private void checkResponse(JsonNode data, String event) {
        JsonNode response = data.path("response");
        if (response.isMissingNode()) {
            return;
        }
        id = id == null ? response.path("id").asText() : id;
        expect(response.path("id").asText().equals(id), "changes its id", event);
    }

    private void checkItem(String type, JsonNode data, String event) {
        int index = data.path("output_index").asInt(-1);
        if (type.equals("response.output_item.added")) {
            expect(openItems.isEmpty(), "has two open items", event);
            expect(index == items++, "counts its items wrongly", event);
            openItems.put(index, data.at("/item/id").asText());
        } else if (type.equals("response.output_item.done")) {
            expect(
                    data.at("/item/id").asText().equals(openItems.remove(index)),
                    "ends an item that is not open",
                    event);
        } else if (data.has("item_id")) {
            expect(
                    data.path("item_id").asText().equals(openItems.get(index)),
                    "speaks of an item that is not open",
                    event);
        }
        expect(!type.equals("response.completed") || openItems.isEmpty(), "ends with an open item", event);
    }

    /** True when its last event was an end, or none has to come: no event says that a response is cancelled. */
    boolean ended() {
        return ended || background || resumed;
    }

    private void expect(boolean right, String otherwise, String event) {
        if (!right) {
            complain.accept(otherwise, event);
        }
    }

    private JsonNode check(String schema, String json) {
        JsonNode value = Chat.json(json);
        for (Error error : SCHEMAS.get(schema).validate(value)) {
            complain.accept("is no " + schema + ": " + error, json);
        }
        return value;
    }
}
