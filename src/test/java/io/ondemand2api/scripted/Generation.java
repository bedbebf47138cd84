package io.ondemand2api.scripted;

import java.util.List;

/** One answer of the model, which is made once, however often its stream is asked for. */
final class Generation {

    /** The model goes on without a reader. */
    private static final int DELTAS_WITHOUT_READER = 2;

    private final ScriptedTurn turn;
    private final Plan plan;
    private int said;

    Generation(ScriptedTurn turn, Plan plan) {
        this.turn = turn;
        this.plan = plan;
    }

    ScriptedTurn turn() {
        return turn;
    }

    Plan plan() {
        return plan;
    }

    /** So many deltas have been said. */
    synchronized void said(int deltas) {
        said = Math.max(said, deltas);
    }

    /** How many deltas a stream that is resumed now repeats. */
    synchronized int resume() {
        said = Math.min(plan.deltas().size(), said + DELTAS_WITHOUT_READER);
        return said;
    }

    /** The first so many deltas as one. */
    String start(int deltas) {
        List<String> first = plan.deltas().subList(0, deltas);
        return String.join("", first);
    }
}
