package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** What was found in an answer so far. */
final class Findings {

    private final List<ToolCall> calls = new ArrayList<>();
    private final int most;
    private final boolean parallel;
    private String complaint;
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
        complain(reading.complaint());
        doubt = doubt == null ? reading.doubt() : doubt;
    }

    /** Keeps the first complaint. */
    void complain(String more) {
        complaint = complaint == null ? more : complaint;
    }

    List<ToolCall> calls() {
        return calls;
    }

    String complaint() {
        return complaint;
    }

    String doubt() {
        return doubt;
    }

    boolean isEmpty() {
        return calls.isEmpty() && complaint == null;
    }

    /** True when no further call counts. */
    boolean complete() {
        return !calls.isEmpty() && (!parallel || calls.size() >= most);
    }
}
