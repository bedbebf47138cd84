package io.ondemand2api.completion;

import io.ondemand2api.core.Sha256;
import java.security.MessageDigest;

/** Length and SHA-256 of a text that comes piece by piece: enough to find it again at the start of another. */
final class TextDigest {

    private final MessageDigest digest = Sha256.start();
    /** Pieces are short: they are digested some hundred characters at a time. */
    private final byte[] pending = new byte[512];

    private int pendingBytes;
    private long length;

    void add(String text) {
        add(text, text.length());
    }

    /** Adds the first so many characters of a text. */
    void add(String text, int count) {
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            pending[pendingBytes++] = (byte) (c >> 8);
            pending[pendingBytes++] = (byte) c;
            if (pendingBytes == pending.length) {
                flush();
            }
        }
        length += count;
    }

    private void flush() {
        digest.update(pending, 0, pendingBytes);
        pendingBytes = 0;
    }

    /** In characters. */
    long length() {
        return length;
    }

    /** Forgets the text. */
    void clear() {
        digest.reset();
        pendingBytes = 0;
        length = 0;
    }

    /** True when another text starts with this one. */
    boolean isPrefixOf(String other) {
        if (length > other.length()) {
            return false;
        }
        TextDigest start = new TextDigest();
        start.add(other, (int) length);
        return sameAs(start);
    }

    /** True when both are of the same text. */
    boolean sameAs(TextDigest other) {
        return length == other.length && MessageDigest.isEqual(value(), other.value());
    }

    private byte[] value() {
        flush();
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
