package io.ondemand2api.observation;

/**
 * What was used.
 *
 * @param requests all that asked for an answer
 * @param failed of these, those without a whole answer
 * @param inputTokens what was read
 * @param outputTokens what was written
 * @param estimated requests whose tokens are the gateway's own estimate
 */
public record UsageSums(long requests, long failed, long inputTokens, long outputTokens, long estimated) {

    static final UsageSums NONE = new UsageSums(0, 0, 0, 0, 0);

    UsageSums plus(UsageSums more) {
        return new UsageSums(
                requests + more.requests,
                failed + more.failed,
                inputTokens + more.inputTokens,
                outputTokens + more.outputTokens,
                estimated + more.estimated);
    }

    static UsageSums of(RequestRecord request) {
        boolean counted = request.usage() != null;
        return new UsageSums(
                1,
                request.outcome().errorType() == null ? 0 : 1,
                counted ? request.usage().inputTokens() : 0,
                counted ? request.usage().outputTokens() : 0,
                counted && request.usage().estimated() ? 1 : 0);
    }
}
