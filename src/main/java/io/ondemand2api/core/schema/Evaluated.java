package io.ondemand2api.core.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Which properties or items of a value some keyword has looked at, for {@code unevaluatedProperties} and the like. */
final class Evaluated {

    private static final BitSet NONE = new BitSet();
    private static final int STEPS_TO_KEEP = 2;

    private Set<String> properties = Set.of();
    private BitSet items = NONE;

    void property(String name) {
        if (properties.isEmpty()) {
            properties = new HashSet<>();
        }
        properties.add(name);
    }

    void item(int index) {
        if (items == NONE) {
            items = new BitSet();
        }
        items.set(index);
    }

    boolean has(String property) {
        return properties.contains(property);
    }

    boolean has(int item) {
        return items.get(item);
    }

    void add(Evaluated other, SchemaBudget budget) {
        budget.spend(STEPS_TO_KEEP * (long) other.properties.size() + other.items.size() / Long.SIZE);
        other.properties.forEach(this::property);
        if (other.items != NONE) {
            items = items == NONE ? new BitSet() : items;
            items.or(other.items);
        }
    }
}
