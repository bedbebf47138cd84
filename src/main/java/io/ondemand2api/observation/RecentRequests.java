package io.ondemand2api.observation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last requests as the log tells them, without a word of what was said, and sums over all. Safe for several threads. */
public final class RecentRequests {

    /**
     * One of them.
     *
     * @param at when it ended
     * @param request what it was and how it went
     */
    public record Ended(Instant at, RequestRecord request) {}

    /**
     * Sums since the start.
     *
     * @param requests all that asked for an answer
     * @param failed of these, those without a whole answer
     * @param inputTokens what was read
     * @param outputTokens what was written
     */
    public record Totals(long requests, long failed, long inputTokens, long outputTokens) {}

    private final int most;
    private final Deque<Ended> last = new ArrayDeque<>();
    private Totals totals = new Totals(0, 0, 0, 0);

    /** @param most how many are kept */
    public RecentRequests(int most) {
        this.most = most;
    }

    synchronized void add(RequestRecord request) {
        if (request.entry().operation() == null) {
            return;
        }
        boolean failed = request.outcome().errorType() != null;
        boolean counted = request.usage() != null;
        totals = new Totals(
                totals.requests() + 1,
                totals.failed() + (failed ? 1 : 0),
                totals.inputTokens() + (counted ? request.usage().inputTokens() : 0),
                totals.outputTokens() + (counted ? request.usage().outputTokens() : 0));
        if (most > 0) {
            if (last.size() == most) {
                last.removeLast();
            }
            last.addFirst(new Ended(Instant.now(), request.toKeep()));
        }
    }

    /** The latest first. */
    public synchronized List<Ended> last() {
        return new ArrayList<>(last);
    }

    /** The sums as they are now. */
    public synchronized Totals totals() {
        return totals;
    }
}
