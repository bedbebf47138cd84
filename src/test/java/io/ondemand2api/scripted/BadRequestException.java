package io.ondemand2api.scripted;

/** Bytes that are no HTTP request, or more of them than anyone should send. The connection ends after the answer. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
