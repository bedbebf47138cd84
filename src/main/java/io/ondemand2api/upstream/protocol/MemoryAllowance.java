package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;

/** One request's share of the memory that all answers together may take. */
public interface MemoryAllowance {

    /** A share of a memory without bounds. */
    MemoryAllowance UNBOUNDED = new MemoryAllowance() {
        @Override
        public void take(long bytes) {
            // there is always room
        }

        @Override
        public void giveBack(long bytes) {
            // nothing was counted
        }
    };

    /**
     * Takes room for so many bytes.
     *
     * @throws AnswerException when all answers together hold as much as they may
     */
    void take(long bytes) throws GatewayException;

    /** Gives back what was taken and is not needed any more. */
    void giveBack(long bytes);
}
