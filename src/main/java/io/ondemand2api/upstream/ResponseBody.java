package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The whole body of a response that is no stream of events, as far as it is read.
 *
 * @param bytes at most as many as were asked for
 * @param complete false when there is more
 */
public record ResponseBody(byte[] bytes, boolean complete) {

    /** Holds the answer to the creation of a session, and most errors. */
    private static final int FIRST_PIECE = 512;

    /**
     * Reads a body piece by piece, so that a short one needs little room.
     *
     * @param in the body, or null for none
     * @param most how many bytes to read of it
     * @throws IOException when the connection breaks
     * @throws GatewayException when there is no room
     */
    public static ResponseBody read(InputStream in, int most, MemoryShare memory) throws IOException, GatewayException {
        if (in == null) {
            return new ResponseBody(new byte[0], true);
        }
        byte[] bytes = new byte[Math.min(FIRST_PIECE, most + 1)];
        int length = 0;
        while (length <= most) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, most + 1L));
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return new ResponseBody(Arrays.copyOf(bytes, length), true);
            }
            memory.take(read);
            length += read;
        }
        return new ResponseBody(Arrays.copyOf(bytes, most), false);
    }
}
