package io.ondemand2api.scripted;

import java.util.Objects;
import java.util.function.Function;

/** Who decides what to do with a call: the functions that a test gave, or the usual behaviour. */
final class Decisions {

    volatile Function<ReceivedQuery, Behaviour> onQuery;
    volatile Function<ReceivedCall, Behaviour> onCreateSession;
    volatile Function<ReceivedCall, Behaviour> onListEndpoints;
    volatile Function<ReceivedUpload, Behaviour> onUpload;

    volatile ResumeForm resumeForm;
    volatile boolean messagesReadable;

    Decisions() {
        reset();
    }

    void reset() {
        onQuery = query -> Behaviour.usual();
        onCreateSession = call -> Behaviour.usual();
        onListEndpoints = call -> Behaviour.usual();
        onUpload = upload -> Behaviour.usual();
        resumeForm = ResumeForm.REPLAY;
        messagesReadable = true;
    }

    Behaviour forQuery(ReceivedQuery query) {
        return orUsual(onQuery.apply(query));
    }

    Behaviour forUpload(ReceivedUpload upload) {
        return orUsual(onUpload.apply(upload));
    }

    Behaviour forCall(ReceivedCall call) {
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
