package io.ondemand2api.openai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Answers that every client tried accepts, but for the fingerprint, which each gateway has its own of. */
final class Samples {

    private Samples() {}

    static String read(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/openai/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("fp_mock", CompletionIdentity.SYSTEM_FINGERPRINT)
                    // a comment that the server sends to keep the connection open
                    .replace(": keep-alive\n\n", "")
                    .stripTrailing();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
