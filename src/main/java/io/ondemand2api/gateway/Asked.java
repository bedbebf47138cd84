package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerWriter;
import io.ondemand2api.conversation.Conversation;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * What an entry route leaves for the route {@code answer}, whatever dialect its client speaks.
 *
 * @param conversation what the client asks
 * @param writers gives a fresh writer of its answer, one for each attempt
 */
record Asked(Conversation conversation, Supplier<AnswerWriter> writers) {

    private static final String ASKED = "asked";

    /** Null while the client's request has not been read. */
    static Asked of(Exchange exchange) {
        return exchange.getProperty(ASKED, Asked.class);
    }

    void leaveIn(Exchange exchange) {
        exchange.setProperty(ASKED, this);
    }
}
