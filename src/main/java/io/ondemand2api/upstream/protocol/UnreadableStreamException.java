package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import java.io.IOException;

/** A stream that is not read any further, though its connection may be well. */
final class UnreadableStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient GatewayException failure;

    UnreadableStreamException(GatewayException failure) {
        super(failure.getMessage());
        this.failure = failure;
    }

    /** What the answer fails with. */
    GatewayException failure() {
        return failure;
    }
}
