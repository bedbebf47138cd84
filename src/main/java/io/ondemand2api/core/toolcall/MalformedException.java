package io.ondemand2api.core.toolcall;

/** What a mark promised cannot be read. Its message, for the model, says why; it may be null. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String reason) {
        super(reason, null, false, false);
    }
}
