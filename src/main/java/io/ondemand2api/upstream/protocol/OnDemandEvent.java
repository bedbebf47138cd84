package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.answer.Source;
import java.util.List;

/** One event of an answer's stream, reduced to what the gateway acts on. */
public sealed interface OnDemandEvent {

    /**
     * Words of the answer.
     *
     * @param delta the new text only; may be empty
     */
    record Fulfillment(String delta) implements OnDemandEvent {}

    /**
     * Words of the model's thinking, which may come even after the answer's last.
     *
     * @param delta the new text only; often empty at the end
     */
    record Thinking(String delta) implements OnDemandEvent {}

    /**
     * What the answer cost; comes once, after its last word.
     *
     * @param inputTokens 0 or more; {@link #UNKNOWN} when the upstream does not say, or says what cannot be
     * @param outputTokens likewise
     */
    record Metrics(int inputTokens, int outputTokens) implements OnDemandEvent {

        /** No count. */
        static final int UNKNOWN = -1;

        /** True when both counts are known. */
        public boolean known() {
            return inputTokens >= 0 && outputTokens >= 0;
        }
    }

    /** The end of the stream, about two seconds after the metrics. */
    record Done() implements OnDemandEvent {}

    /**
     * The upstream gave up.
     *
     * @param errorCode its code, or null
     * @param message its text, for judging only: never shown to a caller; or null
     */
    record Failed(String errorCode, String message) implements OnDemandEvent {}

    /**
     * Plug-ins name what they found.
     *
     * @param sources perhaps none
     */
    record Sources(List<Source> sources) implements OnDemandEvent {}

    /** The upstream works on it, and says nothing that a caller could use. */
    record Progress() implements OnDemandEvent {}

    /** The connection lives; whether the model does, it does not say. */
    record Heartbeat() implements OnDemandEvent {}

    Done DONE = new Done();
    Progress PROGRESS = new Progress();
    Heartbeat HEARTBEAT = new Heartbeat();
}
