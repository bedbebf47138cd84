package io.ondemand2api.completion;

import io.ondemand2api.core.Usage;

/** How an answer ended. Written by the thread that works on the answer; the timer reads it, too. */
public final class CompletionOutcome {

    /** The header of a whole answer whose usage is not the upstream's. A stream's head leaves before that is known. */
    public static final String USAGE_HEADER = "x-ondemand2api-usage";

    /** Its value. */
    public static final String ESTIMATED = "estimated";

    private volatile boolean finished;
    private volatile long finishedAt;
    private boolean sessionKept;
    private Usage usage;

    /** The answer is whole, and cost so much. */
    void finish(Usage cost) {
        usage = cost;
        finishedAt = System.nanoTime();
        finished = true;
    }

    void sessionKept(boolean kept) {
        sessionKept = kept;
    }

    /** True once the client has its whole answer. */
    public boolean finished() {
        return finished;
    }

    /** When the client had its whole answer, by {@link System#nanoTime()}; 0 while it has not. */
    long finishedAt() {
        return finishedAt;
    }

    /** True when its session may be asked again. */
    boolean sessionKept() {
        return sessionKept;
    }

    /** What the answer cost; null while it has not ended. */
    public Usage usage() {
        return usage;
    }
}
