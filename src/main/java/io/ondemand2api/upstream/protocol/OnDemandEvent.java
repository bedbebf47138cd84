package io.ondemand2api.upstream.protocol;

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
     * @param inputTokens 0 or more
     * @param outputTokens 0 or more
     */
    record Metrics(int inputTokens, int outputTokens) implements OnDemandEvent {}

    /** The end of the stream, about two seconds after the metrics. */
    record Done() implements OnDemandEvent {}

    /**
     * The upstream gave up.
     *
     * @param errorCode its code, or null
     * @param message its text, for judging only: never shown to a caller; or null
     */
    record Failed(String errorCode, String message) implements OnDemandEvent {}

    /** The upstream works on it, and says nothing that a caller could use. */
    record Progress() implements OnDemandEvent {}

    /** The connection lives; whether the model does, it does not say. */
    record Heartbeat() implements OnDemandEvent {}

    Done DONE = new Done();
    Progress PROGRESS = new Progress();
    Heartbeat HEARTBEAT = new Heartbeat();
}
