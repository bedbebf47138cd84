package io.ondemand2api.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Which properties or items of a value some keyword has looked at, for {@code unevaluatedProperties} and the like. */
final class Evaluated {

    private final Set<String> properties = new HashSet<>();
    private final BitSet items = new BitSet();
    private boolean all;

    void property(String name) {
        properties.add(name);
    }

    void item(int index) {
        items.set(index);
    }

    void all() {
        all = true;
    }

    boolean has(String property) {
        return all || properties.contains(property);
    }

    boolean has(int item) {
        return all || items.get(item);
    }

    void add(Evaluated other, SchemaBudget budget) {
        budget.spend(other.properties.size() + other.items.size() / Long.SIZE);
        properties.addAll(other.properties);
        items.or(other.items);
        all |= other.all;
    }
}
