package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.RandomId;
import io.ondemand2api.core.Usage;
import java.time.Instant;
import java.util.List;

/**
 * What stays the same over all attempts at one response: its name, the parameters that it repeats, and the number of its
 * next event. Not safe for several threads.
 */
final class ResponseEnvelope {

    static final String QUEUED = "queued";

    private final String id = RandomId.secret("resp_");
    private final long created = Instant.now().getEpochSecond();
    private final RequestEcho echo;
    private final boolean background;
    private int nextEvent;
    private boolean opened;

    /** @param background true when the response is made without its client */
    ResponseEnvelope(RequestEcho echo, boolean background) {
        this.echo = echo;
        this.background = background;
    }

    String id() {
        return id;
    }

    /** Appends the events that open the stream, once. */
    void open(ByteSink out) {
        if (!opened) {
            opened = true;
            appendUnderWay("response.created", background ? QUEUED : ItemJson.IN_PROGRESS, out);
            if (background) {
                appendUnderWay("response.queued", QUEUED, out);
            }
            appendInProgress(out);
        }
    }

    /** Appends an event that says that the response is still being made. */
    void appendInProgress(ByteSink out) {
        appendUnderWay("response.in_progress", ItemJson.IN_PROGRESS, out);
    }

    private void appendUnderWay(String type, String status, ByteSink out) {
        begin(type, out);
        out.append("\"response\":");
        append(status, null, List.of(), null, out);
        end(out);
    }

    /** Appends the start of an event; its fields follow, and then {@link #end}. */
    void begin(String type, ByteSink out) {
        out.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append("\",");
    }

    /** Appends the end of an event: its number. */
    void end(ByteSink out) {
        out.append(",\"sequence_number\":" + nextEvent + "}\n\n");
        nextEvent++;
    }

    /**
     * Appends the response object.
     *
     * @param error why it failed, or null
     * @param usage what it cost, or null while that is not known
     */
    void append(String status, GatewayError error, List<OutputItem> output, Usage usage, ByteSink out) {
        boolean completed = status.equals(ItemJson.COMPLETED);
        out.append(
                "{\"id\":\"" + id + "\",\"object\":\"response\",\"created_at\":" + created + ",\"status\":\"" + status
                        + "\",\"background\":" + background + ",\"completed_at\":"
                        + (completed ? Instant.now().getEpochSecond() : "null") + ",\"error\":");
        appendError(error, out);
        out.append(",\"incomplete_details\":")
                .append(status.equals(ItemJson.INCOMPLETE) ? "{\"reason\":\"max_output_tokens\"}," : "null,")
                .append(echo.beforeOutput())
                .append("\"output\":[");
        for (int i = 0; i < output.size(); i++) {
            out.append(i == 0 ? "" : ",");
            ItemJson.append(output.get(i), completed ? ItemJson.COMPLETED : ItemJson.INCOMPLETE, out);
        }
        out.append("]").append(echo.afterOutput());
        if (usage != null) {
            out.append(",\"usage\":{\"input_tokens\":" + usage.inputTokens()
                    + ",\"input_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},\"output_tokens\":"
                    + usage.outputTokens() + ",\"output_tokens_details\":{\"reasoning_tokens\":"
                    + usage.reasoningTokens() + "},\"total_tokens\":" + usage.totalTokens() + "}");
        }
        out.append(",\"metadata\":").append(echo.metadata()).append("}");
    }

    private static void appendError(GatewayError error, ByteSink out) {
        if (error == null) {
            out.append("null");
            return;
        }
        out.append("{\"code\":\"" + code(error) + "\",\"message\":");
        JsonText.appendQuoted(error.message(), out);
        out.append("}");
    }

    /** Responses know fewer codes than errors do; agents look for these two. */
    private static String code(GatewayError error) {
        if ("context_length_exceeded".equals(error.code())) {
            return error.code();
        }
        return error.status() == 429 ? "rate_limit_exceeded" : "server_error";
    }
}
