package io.ondemand2api.core.schema;

import java.util.ArrayList;
import java.util.List;

/** The first few things that do not fit. */
final class Violations {

    private static final int MAX_MESSAGE = 600;

    private final int most;
    private final List<Violation> found = new ArrayList<>();
    private int deepest = -1;

    Violations(int most) {
        this.most = most;
    }

    void add(Place place, String keyword, String message) {
        if (!full()) {
            deepest = Math.max(deepest, place.depth());
            found.add(new Violation(place.pointer(), keyword, shortened(message)));
        }
    }

    void addAll(Violations others) {
        for (Violation one : others.found) {
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
        return List.copyOf(found);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
    }
}
