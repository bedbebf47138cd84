package io.ondemand2api.core;

/**
 * The part of the memory for requests that one request has taken. Whoever makes something large of a request takes the
 * room for it first, and gives it back once nothing holds it any more.
 */
public interface MemoryShare {

    /** Takes whatever is asked for. */
    MemoryShare UNLIMITED = new MemoryShare() {
        @Override
        public void take(long bytes) {}

        @Override
        public void giveBack(long bytes) {}
    };

    /**
     * Takes so many bytes, at least 0.
     *
     * @throws AnswerException when all requests together would have too many; then none was taken
     */
    void take(long bytes) throws GatewayException;

    /** Gives back so many bytes, at least 0. */
    void giveBack(long bytes);
}
