package io.ondemand2api.simulator;

import java.util.Objects;
import java.util.function.Function;

/** Who decides what to do with a call: the functions that a test gave, or the usual behaviour. */
final class Decisions {

    volatile Function<SimulatedQuery, Behaviour> onQuery;
    volatile Function<SimulatedCall, Behaviour> onCreateSession;
    volatile Function<SimulatedCall, Behaviour> onListEndpoints;
    volatile Function<SimulatedUpload, Behaviour> onUpload;

    Decisions() {
        reset();
    }

    void reset() {
        onQuery = query -> Behaviour.usual();
        onCreateSession = call -> Behaviour.usual();
        onListEndpoints = call -> Behaviour.usual();
        onUpload = upload -> Behaviour.usual();
    }

    Behaviour forQuery(SimulatedQuery query) {
        return orUsual(onQuery.apply(query));
    }

    Behaviour forUpload(SimulatedUpload upload) {
        return orUsual(onUpload.apply(upload));
    }

    Behaviour forCall(SimulatedCall call) {
        return switch (call.kind()) {
            case CREATE_SESSION -> orUsual(onCreateSession.apply(call));
            case LIST_ENDPOINTS -> orUsual(onListEndpoints.apply(call));
            default -> Behaviour.usual();
        };
    }

    private static Behaviour orUsual(Behaviour decided) {
        return Objects.requireNonNullElse(decided, Behaviour.usual());
    }
}
