package io.ondemand2api.core;

import io.ondemand2api.core.answer.AnswerPart;

/**
 * Turns the parts of one answer into the bytes of one dialect. Each method appends to {@code out} what must go to the
 * caller now, which may be nothing: a writer of whole answers appends only at the end. Not safe for several threads.
 */
public interface ResponseRenderer {

    /** True when the caller reads the parts as they come, false when it waits for the whole. */
    boolean streaming();

    /** True when it keeps the words of the answer until its end, so that they are counted as memory. */
    default boolean keepsAnswer() {
        return !streaming();
    }

    /** The media type of the answer, as the header wants it. */
    String contentType();

    /** True when another answer follows in the same response, so that the end of this one must not end it. */
    default boolean moreToFollow() {
        return false;
    }

    /** Appends what stands before the first part. Called once, before any other method. */
    void begin(ByteSink out);

    /** Appends one part. After {@link AnswerPart.Finished} nothing may follow. */
    void write(AnswerPart part, ByteSink out);

    /**
     * Appends what keeps the connection of a client alive that waits for the first or the next part. May be called before
     * {@link #begin}. Only for streaming writers.
     */
    default void keepAlive(ByteSink out) {
        out.append(": keep-alive\n\n");
    }

    /**
     * Appends how a stream that has begun ends when it fails. Only for streaming writers.
     *
     * @param failure why it ends
     */
    void fail(GatewayException failure, ByteSink out);
}
