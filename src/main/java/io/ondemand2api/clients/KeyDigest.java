package io.ondemand2api.clients;

import io.ondemand2api.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The digest of a client's key, which is all that is kept of it. */
public final class KeyDigest {

    /** Stands before the digest where a file may hold either it or the key. */
    public static final String PREFIX = "sha256:";

    private static final Pattern DIGEST = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,1024}");

    private KeyDigest() {}

    /** The digest of a key, as 64 lower-case hexadecimal digits. */
    public static String of(String key) {
        return HexFormat.of().formatHex(Sha256.start().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The digest that a file names or whose key it holds.
     *
     * @return null when it is neither
     */
    static String read(String keyOrDigest) {
        if (keyOrDigest.startsWith(PREFIX)) {
            return DIGEST.matcher(keyOrDigest).matches() ? keyOrDigest.substring(PREFIX.length()) : null;
        }
        return KEY.matcher(keyOrDigest).matches() ? of(keyOrDigest) : null;
    }
}
