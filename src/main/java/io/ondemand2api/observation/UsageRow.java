package io.ondemand2api.observation;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * Whose use on which day, in UTC.
 *
 * @param client the label of who asked
 * @param key the label of the key that served
 * @param model as the client named it, where the gateway knows it
 */
public record UsageRow(LocalDate day, String client, String key, String model) implements Comparable<UsageRow> {

    private static final Comparator<UsageRow> ORDER = Comparator.comparing(UsageRow::day)
            .thenComparing(UsageRow::client)
            .thenComparing(UsageRow::key)
            .thenComparing(UsageRow::model);

    @Override
    public int compareTo(UsageRow other) {
        return ORDER.compare(this, other);
    }
}
