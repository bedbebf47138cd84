package io.ondemand2api.edge;

import io.ondemand2api.openai.OpenAiError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * How a request's body is compressed. It is unpacked here rather than by the server, which would do so before anybody
 * knows who asks, and without a limit.
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
            default -> throw new RefusedException(OpenAiError.unsupportedContentEncoding(name, "gzip or deflate"));
        };
    }

    /**
     * Unpacks a body.
     *
     * @param limit the most bytes that it may come to
     * @param ticket the request's place, whose share of all bodies' bytes grows with it
     */
    byte[] decode(byte[] body, int limit, Admission.Ticket ticket) throws RefusedException {
        if (this == IDENTITY) {
            return body;
        }
        try (InputStream in = unpacking(body)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limit, 4 * body.length));
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (out.size() + count > limit) {
                    throw new RefusedException(OpenAiError.requestTooLarge(limit));
                }
                if (!ticket.takeBytes(count)) {
                    throw new RefusedException(OpenAiError.of(Admission.overloaded()));
                }
                out.write(piece, 0, count);
            }
            return out.toByteArray();
        } catch (IOException broken) {
            throw new RefusedException(OpenAiError.undecodableBody(name().toLowerCase(Locale.ROOT)));
        }
    }

    private InputStream unpacking(byte[] body) throws IOException {
        InputStream packed = new ByteArrayInputStream(body);
        return this == GZIP ? new GZIPInputStream(packed, PIECE) : new InflaterInputStream(packed);
    }
}
