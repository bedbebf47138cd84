package io.ondemand2api.core;

/** Renders an answer as server-sent events, part by part. */
public interface EventStreamRenderer extends ResponseRenderer {

    @Override
    default boolean streaming() {
        return true;
    }

    @Override
    default String contentType() {
        return "text/event-stream";
    }
}
