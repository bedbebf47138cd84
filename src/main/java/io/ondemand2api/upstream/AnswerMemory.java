package io.ondemand2api.upstream;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory that all answers together hold while they are on their way. Safe for several threads. */
public final class AnswerMemory {

    /** Shares take room in blocks, so that not every token is counted by all threads. */
    private static final long BLOCK = 8 * 1024;

    /** So much a share always gets: a few large answers must not keep the many small ones out. */
    private static final long ALWAYS = 2 * BLOCK;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most the most bytes of all shares together */
    public AnswerMemory(long most) {
        this.most = most;
    }

    /** A new share, of which nothing is taken yet. */
    public Share share() {
        return new Share();
    }

    /** The bytes of all shares. */
    public long held() {
        return held.get();
    }

    /** What one answer holds. For one thread at a time. */
    public final class Share implements MemoryShare {

        private long needed;
        private long reserved;

        private Share() {}

        @Override
        public void take(long bytes) throws GatewayException {
            long wanted = needed + bytes;
            if (wanted > reserved) {
                reserve((wanted - reserved + BLOCK - 1) / BLOCK * BLOCK);
            }
            needed = wanted;
        }

        private void reserve(long bytes) throws GatewayException {
            if (held.addAndGet(bytes) > most && reserved + bytes > ALWAYS) {
                held.addAndGet(-bytes);
                throw new GatewayException(
                        Failure.OVERLOADED,
                        "The answers under way are as large as the gateway may hold. Please try again in 1s.",
                        Duration.ofSeconds(1));
            }
            reserved += bytes;
        }

        @Override
        public void giveBack(long bytes) {
            needed = Math.max(0, needed - bytes);
            long spare = (reserved - needed) / BLOCK * BLOCK;
            if (spare > BLOCK) {
                reserved -= spare;
                held.addAndGet(-spare);
            }
        }

        /** Gives everything back. */
        public void release() {
            held.addAndGet(-reserved);
            reserved = 0;
            needed = 0;
        }
    }
}
