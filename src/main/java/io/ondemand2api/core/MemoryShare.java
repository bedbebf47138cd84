package io.ondemand2api.core;

/**
 * The part of the memory for requests that one request has taken. Code that builds something large from a request
 * takes the room for it first, and gives it back once nothing holds it any more.
 */
public interface MemoryShare {

    /** Grants every amount. */
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
