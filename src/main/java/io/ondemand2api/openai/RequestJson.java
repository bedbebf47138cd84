package io.ondemand2api.openai;

/**
 * A request's body as JSON, with no more of it than a reader looks at.
 *
 * @param root the whole
 * @param textBytes how many bytes its texts take in memory, rounded up
 */
public record RequestJson(RequestObject root, long textBytes) {

    /** The bytes of memory that the conversation and the question for the upstream take beside this, at most. */
    public long questionBytes() {
        return 2 * textBytes;
    }
}
