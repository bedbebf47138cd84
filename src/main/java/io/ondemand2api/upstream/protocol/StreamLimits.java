package io.ondemand2api.upstream.protocol;

import java.util.List;

/**
 * How much one answer's stream may bring; each is a line of {@code application.properties}. An answer that goes beyond
 * any of them fails with {@link io.ondemand2api.core.Failure#OVERLONG_ANSWER}.
 *
 * @param textBytes the answer's text as UTF-8, calls of tools and their arguments included
 * @param thinkingBytes the model's thinking as UTF-8
 * @param events all events together
 * @param eventBytes the data of one event
 * @param otherBytes everything else: comments, heartbeats, unknown frames, and frames that are far larger than their words
 * @param batchBytes events that have arrived are handed on together, but no more at once than so many bytes of them
 * @param creditNotices what a key without credit says instead of an answer; may be empty
 */
public record StreamLimits(
        int textBytes,
        int thinkingBytes,
        int events,
        int eventBytes,
        int otherBytes,
        int batchBytes,
        List<String> creditNotices) {

    public StreamLimits {
        creditNotices = List.copyOf(creditNotices);
    }
}
