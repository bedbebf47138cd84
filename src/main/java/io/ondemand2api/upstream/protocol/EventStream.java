package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The events of one answer, read from the body of a query's response. Words that can be read without waiting come before
 * the metrics, in either order of arrival: the metrics are the end of the answer for its client, unless a
 * failure is in the same list. Not safe for several threads.
 */
public final class EventStream {

    /** The code of the event that stands for an answer which is a notice of empty credit. */
    static final String NO_CREDIT = "credit_notice";

    private final EventReader reader;
    private final StreamMeter meter;
    private final DeltaText text;
    private final DeltaText thinking;
    private final CreditNotice notice;
    private OnDemandEvent.Metrics metrics;
    /** Where the metrics belong among the events of this batch: behind all words. */
    private int metricsAt;

    private boolean metricsTold;
    private GatewayException over;
    private boolean ended;
    private boolean failed;

    /**
     * @param body the response's body; its owner closes it
     * @param limits how much it may bring
     * @param memory what it may hold
     * @param quoted says whether the caller's text holds these words; see {@link StreamLimits#creditNotices}
     */
    public EventStream(InputStream body, StreamLimits limits, MemoryShare memory, Predicate<String> quoted) {
        this.meter = new StreamMeter(limits);
        this.reader = new EventReader(body, limits, meter, memory);
        this.text = new DeltaText(limits.textBytes());
        this.thinking = new DeltaText(limits.thinkingBytes());
        this.notice = new CreditNotice(limits.creditNotices(), quoted);
    }

    /**
     * Waits for the next events and gives all that have arrived. After the last one {@link #ended()} is true.
     *
     * @return perhaps empty, at the end
     * @throws AnswerException when the stream breaks, ends too soon, cannot be read or brings too much
     */
    public List<OnDemandEvent> next() throws GatewayException {
        if (over != null) {
            throw ending(over);
        }
        List<OnDemandEvent> told = new ArrayList<>(4);
        while (told.isEmpty() && !ended) {
            List<OnDemandEvent> events = read();
            metricsAt = 0;
            try {
                for (int i = 0; i < events.size() && !ended; i++) {
                    tell(events.get(i), told);
                }
                if (metrics != null && !failed && (ended || !reader.more())) {
                    tellMetrics(told);
                }
            } catch (GatewayException tooMuch) {
                over = tooMuch;
                if (told.isEmpty()) {
                    throw ending(over);
                }
                return told;
            }
        }
        return told;
    }

    private GatewayException ending(GatewayException failure) {
        over = failure;
        ended = true;
        failed = true;
        return failure;
    }

    private List<OnDemandEvent> read() throws GatewayException {
        List<OnDemandEvent> events;
        try {
            events = reader.read();
        } catch (UnreadableStreamException unreadable) {
            throw ending(unreadable.failure());
        } catch (IOException broken) {
            events = List.of();
        }
        if (events.isEmpty()) {
            // an end without its mark is none, unless the metrics came
            if (metrics == null && !metricsTold) {
                throw ending(UpstreamFailures.truncated());
            }
            ended = true;
        }
        return events;
    }

    private void tell(OnDemandEvent event, List<OnDemandEvent> told) throws GatewayException {
        if (event instanceof OnDemandEvent.Fulfillment words) {
            tellWords(words, told);
        } else if (event instanceof OnDemandEvent.Thinking thoughts) {
            tellThinking(thoughts, told);
        } else if (event instanceof OnDemandEvent.Metrics cost) {
            metrics = metricsTold ? null : cost;
            metricsAt = told.size();
        } else if (event instanceof OnDemandEvent.Failed) {
            tellFailure(event, told);
        } else if (event instanceof OnDemandEvent.Done) {
            ended = true;
            if (metrics != null) {
                tellMetrics(told);
            } else if (!metricsTold) {
                metricsAt = told.size();
                tellRest(told);
            }
            if (!failed) {
                told.add(event);
            }
        } else {
            told.add(event);
        }
    }

    private void tellWords(OnDemandEvent.Fulfillment words, List<OnDemandEvent> told) throws GatewayException {
        String whole = text.next(words.delta());
        if (!words.delta().isEmpty()) {
            meter.words(words.delta().length());
        }
        String passed = notice.next(whole);
        told.add(passed.equals(words.delta()) ? words : new OnDemandEvent.Fulfillment(passed));
        metricsAt = told.size();
    }

    private void tellThinking(OnDemandEvent.Thinking thoughts, List<OnDemandEvent> told) throws GatewayException {
        String whole = thinking.next(thoughts.delta());
        if (!thoughts.delta().isEmpty()) {
            meter.words(thoughts.delta().length());
            // a key without credit lets no model think
            metricsAt = told.size();
            pass(notice.rest(), told);
        }
        told.add(whole.equals(thoughts.delta()) ? thoughts : new OnDemandEvent.Thinking(whole));
        metricsAt = told.size();
    }

    /** Metrics that came before it are told, as they are when they arrive apart from it. */
    private void tellFailure(OnDemandEvent failure, List<OnDemandEvent> told) {
        if (metrics != null) {
            tellMetrics(told);
        }
        if (!failed) {
            told.add(failure);
        }
        ended = true;
        failed = true;
    }

    private void tellMetrics(List<OnDemandEvent> told) {
        metricsTold = true;
        tellRest(told);
        if (!failed) {
            told.add(metricsAt, metrics);
        }
        metrics = null;
    }

    /** The answer is over: what was held back is told, or was no answer. */
    private void tellRest(List<OnDemandEvent> told) {
        pass(notice.next(text.rest()), told);
        String thought = thinking.rest();
        if (!thought.isEmpty()) {
            told.add(metricsAt++, new OnDemandEvent.Thinking(thought));
        }
        if (notice.complete()) {
            ended = true;
            failed = true;
            told.add(new OnDemandEvent.Failed(NO_CREDIT, null));
        } else {
            pass(notice.rest(), told);
        }
    }

    private void pass(String words, List<OnDemandEvent> told) {
        if (!words.isEmpty()) {
            told.add(metricsAt++, new OnDemandEvent.Fulfillment(words));
        }
    }

    /** How far it was read. */
    public StreamPosition position() {
        return reader.position();
    }

    /** True when no more events will come. */
    public boolean ended() {
        return ended;
    }

    /** True when it ended, and not by a failure. */
    public boolean whole() {
        return ended && !failed;
    }
}
