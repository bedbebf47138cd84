package io.ondemand2api.core.schema;

/** A JSON Schema that nothing can be checked against. */
public final class InvalidSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with it, fit to be said to the caller who sent it */
    public InvalidSchemaException(String message) {
        super(message, null, false, false);
    }
}
