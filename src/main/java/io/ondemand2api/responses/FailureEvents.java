package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.openai.OpenAiErrors;
import java.util.List;

/** How a streamed response ends that fails. */
final class FailureEvents {

    private FailureEvents() {}

    /** Both events are needed: some clients take only the one for an error, some only the other. */
    static void append(GatewayException failure, ResponseEnvelope envelope, FinishedOutput finished, ByteSink out) {
        GatewayError error = GatewayError.of(failure);
        envelope.open(out);
        envelope.begin("error", out);
        out.append("\"code\":");
        JsonText.appendQuoted(error.code() == null ? "server_error" : error.code(), out);
        out.append(",\"message\":");
        JsonText.appendQuoted(error.message(), out);
        out.append(",\"param\":");
        JsonText.appendQuoted(OpenAiErrors.param(error, OpenAiErrors.INPUT), out);
        out.append(",").append(OpenAiErrors.field(error, OpenAiErrors.INPUT));
        envelope.end(out);
        envelope.begin("response.failed", out);
        out.append("\"response\":");
        ByteSink json = new ByteSink(1024);
        envelope.append("failed", error, List.of(), null, json);
        byte[] whole = json.drain();
        finished.failed(whole);
        out.append(whole);
        envelope.end(out);
    }
}
