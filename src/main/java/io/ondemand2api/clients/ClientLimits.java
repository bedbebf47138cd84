package io.ondemand2api.clients;

/**
 * How much a client may use; null is no limit.
 *
 * @param requestsPerMinute requests
 * @param tokensPerMinute tokens of questions and answers together
 * @param tokensPerDay the same tokens in a day of UTC
 * @param tokensPerMonth the same in a month
 * @param maxConcurrentRequests requests at once
 */
public record ClientLimits(
        Integer requestsPerMinute,
        Integer tokensPerMinute,
        Integer tokensPerDay,
        Integer tokensPerMonth,
        Integer maxConcurrentRequests) {

    /** Without a limit. */
    public static final ClientLimits NONE = new ClientLimits(null, null, null, null, null);

    /** True when tokens of a day or a month are limited. */
    boolean overDays() {
        return tokensPerDay != null || tokensPerMonth != null;
    }
}
