package io.ondemand2api.scripted;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Everything that the simulator counts and remembers for those who watch it. */
final class Ledger {

    final CallCounts calls = new CallCounts();
    final QueryLog queries = new QueryLog();
    final UploadLog uploads = new UploadLog();
    final AtomicInteger openStreams = new AtomicInteger();
    final LongAdder abortedStreams = new LongAdder();
    final LongAdder abortedAfterMetrics = new LongAdder();
    final LongAdder connectionsAccepted = new LongAdder();
    final LongAdder sessionsCreated = new LongAdder();
    final LongAdder sessionsDeleted = new LongAdder();
    final LongAdder concurrentQueries = new LongAdder();
    final LongAdder generations = new LongAdder();
    private volatile boolean frozen;

    /** A query's client left before the end of its answer. */
    void aborted(boolean afterMetrics) {
        // what the simulator's own closing breaks off was not broken off by a client
        if (frozen) {
            return;
        }
        abortedStreams.increment();
        if (afterMetrics) {
            abortedAfterMetrics.increment();
        }
    }

    void freeze() {
        frozen = true;
    }

    /** Forgets all but what is still going on. */
    void clear() {
        calls.clear();
        queries.clear();
        uploads.clear();
        abortedStreams.reset();
        abortedAfterMetrics.reset();
        connectionsAccepted.reset();
        sessionsCreated.reset();
        sessionsDeleted.reset();
        concurrentQueries.reset();
        generations.reset();
    }
}
