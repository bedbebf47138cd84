package io.ondemand2api.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The first few things that do not fit. Most are never told, so only at the end they are put into words. */
final class Violations {

    private static final int MAX_MESSAGE = 600;

    private final int most;
    private final List<Found> found = new ArrayList<>();
    private int deepest = -1;

    Violations(int most) {
        this.most = most;
    }

    void add(Place place, String keyword, Supplier<String> message) {
        if (!full()) {
            deepest = Math.max(deepest, place.depth());
            found.add(new Found(place, keyword, message));
        }
    }

    void addAll(Violations others) {
        for (Found one : others.found) {
            if (!full()) {
                found.add(one);
            }
        }
        deepest = Math.max(deepest, others.deepest);
    }

    boolean full() {
        return found.size() >= most;
    }

    /** The depth of the deepest place of all; -1 for none. */
    int deepest() {
        return deepest;
    }

    List<Violation> list() {
        return found.stream().map(Found::told).toList();
    }

    private record Found(Place place, String keyword, Supplier<String> message) {

        Violation told() {
            return new Violation(place.pointer(), keyword, shortened(message.get()));
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
    }
}
