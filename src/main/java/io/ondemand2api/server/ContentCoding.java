package io.ondemand2api.server;

import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * How a request's body is compressed. It is unpacked here rather than by the server, which would do so before the
 * client is known, and without a limit.
 */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int PIECE = 8192;

    /**
     * @param header the header {@code Content-Encoding}, or null
     * @throws RefusedException with 415 when it is none of these
     */
    static ContentCoding of(String header) throws RefusedException {
        String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> throw new RefusedException(GatewayError.unsupportedContentEncoding(name, "gzip or deflate"));
        };
    }

    /**
     * Unpacks a body.
     *
     * @param limit the most bytes that it may come to
     * @param ticket the request's place, whose share of the memory for bodies is left with what the result takes
     */
    byte[] decode(byte[] body, int limit, Admission.Ticket ticket) throws RefusedException {
        if (this == IDENTITY) {
            return body;
        }
        try (InputStream in = unpacking(body)) {
            BodyBytes unpacked = new BodyBytes(limit, ticket);
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                unpacked.add(piece, count);
            }
            byte[] whole = unpacked.whole();
            ticket.giveBack(body.length);
            return whole;
        } catch (IOException broken) {
            throw new RefusedException(GatewayError.undecodableBody(name().toLowerCase(Locale.ROOT)));
        }
    }

    private InputStream unpacking(byte[] body) throws IOException {
        InputStream packed = new ByteArrayInputStream(body);
        return this == GZIP ? new GZIPInputStream(packed, PIECE) : new InflaterInputStream(packed);
    }
}
