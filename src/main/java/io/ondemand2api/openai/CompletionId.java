package io.ondemand2api.openai;

import io.ondemand2api.core.RandomId;

/** Names answers as OpenAI does. */
public final class CompletionId {

    private static final int DIGITS = 32;

    private CompletionId() {}

    /** A new id: {@code chatcmpl-} and 32 hexadecimal digits. */
    public static String next() {
        return RandomId.next("chatcmpl-", DIGITS);
    }

    /** A new id of a text completion: {@code cmpl-} and 32 hexadecimal digits. */
    public static String nextOfText() {
        return RandomId.next("cmpl-", DIGITS);
    }
}
