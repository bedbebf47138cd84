package io.ondemand2api.clients;

import java.time.Instant;
import java.util.Set;

/**
 * A client of the gateway.
 *
 * @param label its name in logs, metrics and limits
 * @param sha256 the digest of its key, as 64 lower-case hexadecimal digits
 * @param models the only names of models that it may ask for; empty for all
 * @param expires from when on its key is refused, or null for never
 * @param limits how much it may use
 */
public record Client(String label, String sha256, Set<String> models, Instant expires, ClientLimits limits) {

    public Client {
        models = Set.copyOf(models);
    }

    /** A client that may do everything, without limits. */
    public static Client unlimited(String label, String sha256) {
        return new Client(label, sha256, Set.of(), null, ClientLimits.NONE);
    }

    /** True when it may ask for this model, by the name that it used. */
    public boolean mayAsk(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /** True when its key has expired by then. */
    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** Its label alone. */
    @Override
    public String toString() {
        return label;
    }
}
