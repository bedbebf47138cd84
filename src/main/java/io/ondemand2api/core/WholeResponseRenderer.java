package io.ondemand2api.core;

/** Renders an answer as one JSON object, written when the answer is whole and not before. */
public interface WholeResponseRenderer extends ResponseRenderer {

    @Override
    default boolean streaming() {
        return false;
    }

    @Override
    default String contentType() {
        return "application/json";
    }

    @Override
    default void begin(ByteSink out) {
        // nothing can be said before the whole is known
    }

    /** Not for this renderer: as nothing has been written, a failure is an answer of its own, {@link GatewayError}. */
    @Override
    default void fail(GatewayException failure, ByteSink out) {
        throw new UnsupportedOperationException("a whole answer that fails is an error body, not an object");
    }
}
