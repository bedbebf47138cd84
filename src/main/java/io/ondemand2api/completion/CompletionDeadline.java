package io.ondemand2api.completion;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.UpstreamFailures;

/**
 * What the timer does with an answer: keeps its client's stream alive, and aborts what takes too long. It never works on
 * the answer itself.
 */
final class CompletionDeadline implements Monitored {

    private final CompletionContext completion;
    private final ResponseChannel client;
    private final long started;
    private final long mostNanos;

    /**
     * @param completion whose time runs
     * @param client while it reads slowly, the upstream's time stands still
     * @param started when the request came in, by {@link System#nanoTime()}
     * @param mostNanos how long its route lets it take; never longer than the gateway does
     */
    CompletionDeadline(CompletionContext completion, ResponseChannel client, long started, long mostNanos) {
        this.completion = completion;
        this.client = client;
        this.started = started;
        this.mostNanos = mostNanos;
    }

    @Override
    public void tick(long now, TimeLimits times) {
        CompletionOutcome outcome = completion.outcome();
        boolean finished = outcome.finished();
        if (!finished) {
            completion.response().keepAlive(now, times.keepAlive());
        }
        boolean overdue = !finished && now - started > Math.min(mostNanos, times.total());
        if (overdue) {
            completion.retries().exhaust();
        }
        UpstreamCall open = completion.attempt().call();
        if (open == null || client.waiting()) {
            return;
        }
        if (outcome.finished()) {
            if (now - outcome.finishedAt() > times.tail()) {
                completion.attempt().abort(null);
            }
        } else if (overdue || times.exceeded(open, now)) {
            completion.attempt().abort(UpstreamFailures.tooLong());
        }
    }

    @Override
    public boolean forClient() {
        return true;
    }

    /** Lets the client have no more than it has; a stream that only runs out behind a whole answer just ends. */
    @Override
    public void cut(GatewayException why) {
        completion.retries().exhaust();
        completion.attempt().abort(completion.outcome().finished() ? null : why);
    }
}
