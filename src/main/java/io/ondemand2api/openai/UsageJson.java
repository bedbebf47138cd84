package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Usage;

/** Writes what an answer cost, with the details that OpenAI always sends. */
final class UsageJson {

    private UsageJson() {}

    /**
     * Says in a stream that the usage after it is the gateway's own estimate. The head that would say so has left long
     * before, and the form has no field for it: a comment is what every client reads over and a person still sees.
     */
    static void appendEstimateNote(Usage usage, ByteSink out) {
        if (usage.estimated()) {
            out.append(": usage is estimated\n\n");
        }
    }

    static void append(Usage usage, ByteSink out) {
        out.append("{\"prompt_tokens\":" + usage.inputTokens()
                + ",\"completion_tokens\":" + usage.outputTokens()
                + ",\"total_tokens\":" + usage.totalTokens()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0}"
                + ",\"completion_tokens_details\":{\"reasoning_tokens\":" + usage.reasoningTokens()
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}");
    }
}
