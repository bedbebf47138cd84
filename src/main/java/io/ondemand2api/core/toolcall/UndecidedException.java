package io.ondemand2api.core.toolcall;

/** What the text read so far means depends on what follows. Thrown often, so it costs nothing: one, without a trace. */
final class UndecidedException extends RuntimeException {

    static final UndecidedException INSTANCE = new UndecidedException();

    private static final long serialVersionUID = 1L;

    private UndecidedException() {
        super(null, null, false, false);
    }
}
