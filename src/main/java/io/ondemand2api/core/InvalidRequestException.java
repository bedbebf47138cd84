package io.ondemand2api.core;

/** The caller's request cannot be served as it stands. */
public final class InvalidRequestException extends GatewayException {

    private static final long serialVersionUID = 1L;

    private final String param;
    private final String code;

    /**
     * @param message what is wrong and what would be right
     * @param param the path of the wrong field, or null when it is the body as a whole
     * @param code OpenAI's code for this kind of mistake, or null
     */
    public InvalidRequestException(String message, String param, String code) {
        super(Failure.INVALID_REQUEST, message);
        this.param = param;
        this.code = code;
    }

    /** The path of the wrong field, such as {@code messages[2].role}, or null. */
    public String param() {
        return param;
    }

    /** OpenAI's code, such as {@code invalid_type}, or null. */
    public String code() {
        return code;
    }
}
