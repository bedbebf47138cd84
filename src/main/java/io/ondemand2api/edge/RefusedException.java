package io.ondemand2api.edge;

import io.ondemand2api.openai.OpenAiError;

/** A request that is refused at the door, before anybody worked on it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient OpenAiError error;

    RefusedException(OpenAiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What to answer. */
    public OpenAiError error() {
        return error;
    }
}
