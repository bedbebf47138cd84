package io.ondemand2api.scripted;

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
record ScriptedTurn(String id, String query, String answer, String status, Metrics metrics) {

    private static final int MAX_QUERY = 10_000;

    static ScriptedTurn of(ReceivedQuery asked, String answer, String status) {
        String query = asked.query();
        String kept = query.length() > MAX_QUERY ? query.substring(0, MAX_QUERY) : query;
        return new ScriptedTurn(
                Ids.next(), kept, answer, status, Metrics.of(asked.size(), answer.length(), Duration.ZERO));
    }

    String json(String sessionId) {
        return "{\"id\":\"" + id + "\",\"sessionId\":\"" + sessionId + "\",\"query\":" + WireJson.compact(query)
                + ",\"answer\":" + WireJson.compact(answer) + ",\"status\":\"" + status + "\",\"publicMetrics\":"
                + metrics.json() + "}";
    }
}
