package io.ondemand2api.responses;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names responses and their items. Such a name finds a remembered response, so it must be hard to guess. */
final class ResponseId {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private ResponseId() {}

    /** The prefix and 32 hexadecimal digits. */
    static String next(String prefix) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return prefix + HEX.formatHex(bytes);
    }
}
