package io.ondemand2api.observation;

import io.ondemand2api.core.Usage;

/**
 * What one request was and how it went. Null where it did not come so far.
 *
 * @param id by which client and operator know it
 * @param client who asked, such as {@code client-1}
 * @param entry where it came in
 * @param model the model as the client named it: any text at all
 * @param endpoint the upstream's name of the model that served
 * @param key the label of the key of its last attempt
 * @param session whether the upstream's session was {@code reused}, {@code warm} or {@code fresh}
 * @param outcome how it ended
 * @param usage what it cost
 * @param timings how long it took
 * @param attempts how many there were
 * @param keepAlives comments that were sent to keep the connection alive
 */
public record RequestRecord(
        String id,
        String client,
        Entry entry,
        String model,
        String endpoint,
        String key,
        String session,
        Outcome outcome,
        Usage usage,
        Timings timings,
        int attempts,
        int keepAlives) {

    /** The same with a short and harmless name of the model, to be kept and shown. */
    RequestRecord toKeep() {
        String shown = model == null ? null : PlainText.word(model);
        return new RequestRecord(
                id, client, entry, shown, endpoint, key, session, outcome, usage, timings, attempts, keepAlives);
    }
}
