package io.ondemand2api.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** The body of an event stream: each frame is a chunk of its own, sent by itself, or several when pieces are asked for. */
final class ChunkedBody {

    private static final byte[] TERMINATOR = ascii("0\r\n\r\n");

    private final Connection connection;
    private final WireForm form;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;
    private int sent;

    ChunkedBody(Connection connection, WireForm form) {
        this.connection = connection;
        this.form = form;
        try {
            gzip = form.gzip() ? new GZIPOutputStream(packed, 512, true) : null;
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    /** Sends one frame at once. */
    void write(String frame) throws ClientLeftException {
        byte[] plain = (form.crlf() ? frame.replace("\n", "\r\n") : frame).getBytes(StandardCharsets.UTF_8);
        if (gzip == null) {
            writeChunks(plain);
            return;
        }
        try {
            gzip.write(plain);
            gzip.flush();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        writeChunks(drainPacked());
    }

    /** Ends the body cleanly; the connection can serve the next request. */
    void end() throws ClientLeftException {
        if (gzip != null) {
            try {
                gzip.close();
            } catch (IOException impossibleInMemory) {
                throw new UncheckedIOException(impossibleInMemory);
            }
            writeChunks(drainPacked());
        }
        connection.write(TERMINATOR);
    }

    /** Announces a chunk and sends only its beginning, so that a close now is a break in the middle. */
    void beginChunkThatNeverEnds() throws ClientLeftException {
        connection.write(ascii("200\r\nevent:mes"));
    }

    private byte[] drainPacked() {
        byte[] bytes = packed.toByteArray();
        packed.reset();
        return bytes;
    }

    private void writeChunks(byte[] bytes) throws ClientLeftException {
        for (int at = 0; at < bytes.length; at += form.pieceOf(bytes.length - at)) {
            writeChunk(bytes, at, form.pieceOf(bytes.length - at));
        }
    }

    private void writeChunk(byte[] bytes, int offset, int count) throws ClientLeftException {
        byte[] size = ascii(Integer.toHexString(count) + "\r\n");
        byte[] chunk = new byte[size.length + count + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(bytes, offset, chunk, size.length, count);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        int left = form.breaksAfter() - sent;
        if (form.breaksAfter() > 0 && chunk.length >= left) {
            connection.write(chunk, 0, left);
            connection.close();
            throw new ClientLeftException(null);
        }
        sent += chunk.length;
        connection.write(chunk);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
