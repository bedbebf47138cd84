package io.ondemand2api.upstream.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A body that arrives piece by piece. What has arrived is available; reading on after that is waiting. */
final class Arrivals extends InputStream {

    private final List<byte[]> pieces = new ArrayList<>();
    private IOException end;
    private int next;
    private byte[] arrived = {};
    private int position;
    private int waits;

    static Arrivals of(String... pieces) {
        Arrivals arrivals = new Arrivals();
        for (String piece : pieces) {
            arrivals.pieces.add(Recording.bytes(piece));
        }
        return arrivals;
    }

    /** The same bytes, cut before each of these positions. */
    static Arrivals cut(byte[] bytes, int... cuts) {
        Arrivals arrivals = new Arrivals();
        int from = 0;
        for (int cut : cuts) {
            arrivals.pieces.add(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        arrivals.pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return arrivals;
    }

    static Arrivals byteByByte(byte[] bytes) {
        int[] cuts = new int[bytes.length];
        Arrays.setAll(cuts, i -> i);
        return cut(bytes, cuts);
    }

    /** The connection breaks after the last piece, and reports it at the next read. */
    Arrivals thenBreak() {
        end = new IOException("Connection reset");
        return this;
    }

    /** How often the reader waited for bytes that had not arrived. */
    int waits() {
        return waits;
    }

    @Override
    public int available() throws IOException {
        if (position == arrived.length && next == pieces.size() && end != null) {
            throw end;
        }
        return arrived.length - position;
    }

    @Override
    public int read() {
        throw new AssertionError("byte for byte is no way to read a stream");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            throw new AssertionError("a read without room would never end");
        }
        while (position == arrived.length) {
            if (next == pieces.size()) {
                if (end != null) {
                    throw end;
                }
                return -1;
            }
            waits++;
            arrived = pieces.get(next++);
            position = 0;
        }
        int count = Math.min(length, arrived.length - position);
        System.arraycopy(arrived, position, target, offset, count);
        position += count;
        return count;
    }
}
