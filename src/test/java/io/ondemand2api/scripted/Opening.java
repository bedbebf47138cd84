package io.ondemand2api.scripted;

/** How an answer begins: usually by answering. */
public sealed interface Opening {

    /** Goes on to the usual answer. */
    record Answer() implements Opening {}

    /**
     * Sends this instead.
     *
     * @param reply what to send
     */
    record Instead(Reply reply) implements Opening {}

    /** Resets the connection (TCP RST) before any header. */
    record Reset() implements Opening {}

    /** Closes the connection (FIN) without a byte. */
    record Close() implements Opening {}

    /** Sends nothing, until the client leaves or the simulator is closed. */
    record Silence() implements Opening {}
}
