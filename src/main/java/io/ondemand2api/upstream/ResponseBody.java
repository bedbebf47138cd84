package io.ondemand2api.upstream;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.ByteArrayOutputStream;
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

    private static final int PIECE = 8 * 1024;

    /**
     * Reads a body piece by piece, so that a short one needs little room.
     *
     * @param in the body, or null for none
     * @param most how many bytes to read of it
     * @throws IOException when the connection breaks
     * @throws AnswerException when there is no room
     */
    public static ResponseBody read(InputStream in, int most, MemoryShare memory) throws IOException, GatewayException {
        if (in == null) {
            return new ResponseBody(new byte[0], true);
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() <= most) {
            byte[] piece = in.readNBytes(Math.min(PIECE, most + 1 - read.size()));
            if (piece.length == 0) {
                return new ResponseBody(read.toByteArray(), true);
            }
            memory.take(piece.length);
            read.write(piece, 0, piece.length);
        }
        return new ResponseBody(Arrays.copyOf(read.toByteArray(), most), false);
    }
}
