package io.ondemand2api.core;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for answers and their parts: a prefix and random hexadecimal digits. Safe for several threads. */
public final class RandomId {

    private static final SecureRandom SECRET = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private RandomId() {}

    /**
     * A name that gives access to nothing: it need not be hard to guess, only never be the same twice.
     *
     * @param digits how many, even
     */
    public static String next(String prefix, int digits) {
        byte[] bytes = new byte[digits / 2];
        ThreadLocalRandom.current().nextBytes(bytes);
        return prefix + HEX.formatHex(bytes);
    }

    /** A name by which something is found again, hard to guess: 32 digits. */
    public static String secret(String prefix) {
        byte[] bytes = new byte[16];
        SECRET.nextBytes(bytes);
        return prefix + HEX.formatHex(bytes);
    }
}
