package io.ondemand2api.core;

/** Renders an answer as server-sent events, part by part. */
public interface EventStreamRenderer extends ResponseRenderer {

    /** The media type of a stream of events. */
    String CONTENT_TYPE = "text/event-stream";

    @Override
    default boolean streaming() {
        return true;
    }

    @Override
    default String contentType() {
        return CONTENT_TYPE;
    }
}
