package io.ondemand2api.scripted;

/** A query that is being answered: keeps its session taken, and is counted, until its answer ends. */
final class OpenQuery {

    private final Ledger ledger;
    private final ScriptedSession session;
    private boolean over;
    private boolean metricsSent;

    /** @param session the session it takes; null when it is not known */
    OpenQuery(Ledger ledger, ScriptedSession session) throws InterruptedException {
        this.ledger = ledger;
        this.session = session;
        if (session != null && session.enter()) {
            ledger.concurrentQueries.increment();
        }
        ledger.openStreams.incrementAndGet();
    }

    void metricsSent() {
        metricsSent = true;
    }

    /** The answer ends; a second call changes nothing. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        ledger.openStreams.decrementAndGet();
        if (session != null) {
            session.leave();
        }
    }

    /** The client left; nothing to count when the answer was over already. */
    void abort() {
        if (!over) {
            ledger.aborted(metricsSent);
        }
        end();
    }
}
