package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** What was found in an answer so far. */
final class Findings {

    private final List<ToolCall> calls = new ArrayList<>();
    private final int most;
    private final boolean parallel;
    private String problem;
    private String doubt;

    /**
     * @param most how many calls count
     * @param parallel true when more than one counts
     */
    Findings(int most, boolean parallel) {
        this.most = most;
        this.parallel = parallel;
    }

    void add(Reading reading) {
        for (ToolCall call : reading.calls()) {
            if (!complete()) {
                calls.add(call);
            }
        }
        addProblem(reading.problem());
        doubt = doubt == null ? reading.doubt() : doubt;
    }

    /** Keeps the first problem. */
    void addProblem(String more) {
        problem = problem == null ? more : problem;
    }

    List<ToolCall> calls() {
        return calls;
    }

    String problem() {
        return problem;
    }

    String doubt() {
        return doubt;
    }

    boolean isEmpty() {
        return calls.isEmpty() && problem == null;
    }

    /** True when no further call counts. */
    boolean complete() {
        return !calls.isEmpty() && (!parallel || calls.size() >= most);
    }
}
