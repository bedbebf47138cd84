package io.ondemand2api.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ondemand2api.observation.UsageCsv;
import io.ondemand2api.observation.UsageLedger;
import io.ondemand2api.observation.UsageRow;
import java.util.Map;
import java.util.function.Function;

/** The sums of use, by day or month and by client, key or model. */
final class UsagePages {

    /** The longest list that a page shows; the CSV has all. */
    private static final int MOST = 1000;

    private static final Map<String, Function<UsageRow, String>> PERIODS = Map.of(
            "day", row -> row.day().toString(),
            "month", row -> row.day().toString().substring(0, 7));
    private static final Map<String, Function<UsageRow, String>> PARTS =
            Map.of("client", UsageRow::client, "key", UsageRow::key, "model", UsageRow::model);

    private final UsageLedger ledger;

    UsagePages(UsageLedger ledger) {
        this.ledger = ledger;
    }

    private record Group(String period, String part) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            // the latest first
            int order = other.period.compareTo(period);
            return order == 0 ? part.compareTo(other.part) : order;
        }
    }

    /**
     * The sums in groups.
     *
     * @param name the period, a slash and the part, such as {@code month/client}
     * @return null when there is no such page
     */
    ArrayNode groups(String name) {
        String[] words = name.split("/", -1);
        Function<UsageRow, String> period = PERIODS.get(words[0]);
        Function<UsageRow, String> part = words.length == 2 ? PARTS.get(words[1]) : null;
        if (period == null || part == null) {
            return null;
        }
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        ledger.by(row -> new Group(period.apply(row), part.apply(row))).entrySet().stream()
                .limit(MOST)
                .forEach(entry -> groups.addObject()
                        .put("period", entry.getKey().period())
                        .put("part", entry.getKey().part())
                        .put("requests", entry.getValue().requests())
                        .put("failed", entry.getValue().failed())
                        .put("inputTokens", entry.getValue().inputTokens())
                        .put("outputTokens", entry.getValue().outputTokens())
                        .put("estimated", entry.getValue().estimated()));
        return groups;
    }

    /** All rows as CSV. */
    String csv() {
        return UsageCsv.write(ledger.rows());
    }
}
