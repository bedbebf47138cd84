package io.ondemand2api.simulator;

import java.time.Duration;

/**
 * One message of a session, as the messages call shows it.
 *
 * @param id 24 hex digits
 * @param query what was asked, shortened when very long
 * @param answer what was answered, or would have been
 * @param status completed or failed
 * @param metrics what it cost
 */
record Turn(String id, String query, String answer, String status, Metrics metrics) {

    private static final int LONGEST_QUERY = 10_000;

    static Turn of(SimulatedQuery asked, String answer, String status) {
        String query = asked.query();
        String kept = query.length() > LONGEST_QUERY ? query.substring(0, LONGEST_QUERY) : query;
        return new Turn(Ids.next(), kept, answer, status, Metrics.of(asked.size(), answer.length(), Duration.ZERO));
    }

    String json(String sessionId) {
        return "{\"id\":\"" + id + "\",\"sessionId\":\"" + sessionId + "\",\"query\":" + JsonText.compact(query)
                + ",\"answer\":" + JsonText.compact(answer) + ",\"status\":\"" + status + "\",\"publicMetrics\":"
                + metrics.json() + "}";
    }
}
