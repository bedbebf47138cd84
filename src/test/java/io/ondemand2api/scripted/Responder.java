package io.ondemand2api.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes response heads and whole bodies in the wire form that was asked for. */
final class Responder {

    static final String JSON = "application/json; charset=utf-8";
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(413, "Content Too Large"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final Connection connection;
    private final WireForm form;

    Responder(Connection connection, WireForm form) {
        this.connection = connection;
        this.form = form;
    }

    /** Sends a whole answer with its Content-Length. */
    void send(Reply reply) throws ClientLeftException {
        byte[] body = encode(reply);
        writeInPieces(head(reply, body.length));
        writeInPieces(body);
    }

    /** Sends the whole head and half of the body, for an answer that breaks off. */
    void sendHalf(Reply reply) throws ClientLeftException {
        byte[] body = encode(reply);
        writeInPieces(head(reply, body.length));
        connection.write(body, 0, body.length / 2);
    }

    /** Sends the head of an event stream and gives the body to write frames to. */
    ChunkedBody openStream() throws ClientLeftException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/event-stream; charset=utf-8");
        headers.put("Cache-Control", "no-cache");
        headers.put("Transfer-Encoding", "chunked");
        writeInPieces(head(200, headers));
        return new ChunkedBody(connection, form);
    }

    private byte[] encode(Reply reply) {
        byte[] plain = reply.body().getBytes(StandardCharsets.UTF_8);
        if (!form.gzip()) {
            return plain;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return packed.toByteArray();
    }

    private byte[] head(Reply reply, int length) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("Content-Length", Integer.toString(length));
        return head(reply.status(), headers);
    }

    private byte[] head(int status, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, "Status"))
                .append("\r\nDate: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)))
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (form.gzip()) {
            head.append("Content-Encoding: gzip\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void writeInPieces(byte[] bytes) throws ClientLeftException {
        for (int at = 0; at < bytes.length; at += form.pieceOf(bytes.length - at)) {
            connection.write(bytes, at, form.pieceOf(bytes.length - at));
        }
    }
}
