package io.ondemand2api.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that is filled, handed on and filled anew without copying what is in it. */
public final class ByteSink {

    private byte[] bytes;
    private int length;

    /** @param capacity bytes to hold before it first grows, at least 1 */
    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    /** Appends these bytes. */
    public ByteSink append(byte[] more) {
        return append(more, 0, more.length);
    }

    /** Appends a range of these bytes. */
    public ByteSink append(byte[] more, int offset, int count) {
        ensure(count);
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends one byte. */
    public ByteSink append(byte one) {
        ensure(1);
        bytes[length++] = one;
        return this;
    }

    /** Appends text as UTF-8. */
    public ByteSink append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes are in it. */
    public int length() {
        return length;
    }

    /** True when nothing is in it. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** A copy of what is in it, leaving it empty for the next use. */
    public byte[] drain() {
        byte[] copy = Arrays.copyOf(bytes, length);
        length = 0;
        return copy;
    }

    private void ensure(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
        }
    }
}
