package io.ondemand2api.scripted;

import java.io.IOException;

/** The other end of the connection went away. */
final class ClientLeftException extends IOException {

    private static final long serialVersionUID = 1L;

    ClientLeftException(Throwable cause) {
        super("client left", cause);
    }
}
