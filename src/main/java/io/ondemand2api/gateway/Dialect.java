package io.ondemand2api.gateway;

/** What an entry route leaves for the route {@code answer}, whatever dialect its client speaks: exchange properties. */
final class Dialect {

    /** The {@link io.ondemand2api.conversation.Conversation}. */
    static final String CONVERSATION = "conversation";

    /** A supplier of fresh {@link io.ondemand2api.conversation.AnswerWriter}s: one for each attempt. */
    static final String WRITERS = "writers";

    private Dialect() {}
}
