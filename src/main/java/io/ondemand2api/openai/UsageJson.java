package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Usage;

/** Writes what an answer cost, with the details that OpenAI always sends. */
final class UsageJson {

    private UsageJson() {}

    static void append(Usage usage, ByteSink out) {
        out.append("{\"prompt_tokens\":" + usage.inputTokens()
                + ",\"completion_tokens\":" + usage.outputTokens()
                + ",\"total_tokens\":" + usage.totalTokens()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0}"
                + ",\"completion_tokens_details\":{\"reasoning_tokens\":" + usage.reasoningTokens()
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}");
    }
}
