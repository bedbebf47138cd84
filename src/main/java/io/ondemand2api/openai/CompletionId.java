package io.ondemand2api.openai;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names answers as OpenAI does. The id opens no door, so it need not be hard to guess, only never the same twice. */
public final class CompletionId {

    private static final HexFormat HEX = HexFormat.of();

    private CompletionId() {}

    /** A new id: {@code chatcmpl-} and 32 hexadecimal digits. */
    public static String next() {
        return next("chatcmpl-");
    }

    /** A new id of a text completion: {@code cmpl-} and 32 hexadecimal digits. */
    public static String nextOfText() {
        return next("cmpl-");
    }

    private static String next(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return prefix + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
