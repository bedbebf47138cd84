package io.ondemand2api.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Keeps the number of time series small: clients may name any model at all. Safe for several threads. */
public final class ModelLabels {

    /** Every model that is not known, and every one beyond the most. */
    static final String OTHER = "_other";

    private final Predicate<String> known;
    private final int most;
    private final Set<String> labels = ConcurrentHashMap.newKeySet();

    /**
     * @param known tells the gateway's models from made-up names
     * @param most how many may have a label of their own
     */
    public ModelLabels(Predicate<String> known, int most) {
        this.known = known;
        this.most = most;
    }

    /** The label of this model; empty, which Prometheus takes for none, when there is no model. */
    String of(String model) {
        if (model == null) {
            return "";
        }
        if (labels.contains(model)) {
            return model;
        }
        return known.test(model) && admit(model) ? model : OTHER;
    }

    private synchronized boolean admit(String model) {
        return labels.contains(model) || labels.size() < most && labels.add(model);
    }
}
