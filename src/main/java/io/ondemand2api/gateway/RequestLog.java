package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.Usage;
import io.ondemand2api.edge.ClientRequests;
import io.ondemand2api.keys.KeyLease;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each answer: who asked what of whom, how it ended and what it took; never a key and never a word. */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.ondemand2api.requests");

    void write(Answering answering, Exchange exchange) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        AnswerException failure = Caught.failure(exchange);
        Usage usage = answering.usage();
        KeyLease lease = answering.lastLease();
        LOG.info(
                "{} {} model={} endpoint={} key={} session={} outcome={} tokens={}/{} first={}ms total={}ms attempts={}",
                answering.requestId(),
                exchange.getProperty(ClientRequests.LABEL),
                oneWord(answering.conversation().model()),
                oneWord(answering.endpoint().id()),
                lease == null ? "-" : lease.label(),
                session(answering),
                outcome(answering, failure),
                usage == null ? "-" : usage.inputTokens(),
                usage == null ? "-" : usage.outputTokens(),
                millis(answering.started(), answering.firstPartAt()),
                millis(answering.started(), answering.finishedAt()),
                answering.attempts().made());
    }

    private static String session(Answering answering) {
        if (answering.session() == null) {
            return "-";
        }
        if (answering.resumed()) {
            return "reused";
        }
        return answering.session().warm() ? "warm" : "fresh";
    }

    private static String outcome(Answering answering, AnswerException failure) {
        if (answering.finished()) {
            return answering.finishReason().name().toLowerCase(Locale.ROOT);
        }
        return failure == null ? "failed" : failure.failure().name().toLowerCase(Locale.ROOT);
    }

    private static Object millis(long from, long to) {
        return to == 0 ? "-" : (to - from) / 1_000_000;
    }

    /** A model's name comes from the client: it must not be able to write a line of its own. */
    private static String oneWord(String name) {
        String word = name.replaceAll("[^\\x21-\\x7E]", "?");
        return word.length() > 100 ? word.substring(0, 100) : word;
    }
}
