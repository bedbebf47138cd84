package io.ondemand2api.scripted;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 request after the other from a connection, within limits. */
final class RequestReader {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_BODY = 64 * 1024 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private int headLeft;

    RequestReader(Connection connection) {
        this.connection = connection;
    }

    /** The next request, or null when the client closed or was idle too long between two. */
    Request next() throws IOException, BadRequestException {
        headLeft = MAX_HEAD;
        String line = line();
        // an empty line before a request is allowed by RFC 9112, section 2.2
        while (line != null && line.isEmpty()) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[2].equals("HTTP/1.1")) {
            throw new BadRequestException(400, "only HTTP/1.1 is spoken here");
        }
        Map<String, String> headers = headers();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            connection.write(CONTINUE);
        }
        return new Request(words[0], words[1].split("\\?", 2)[0], headers, body(headers), connection.nextRequest());
    }

    private Map<String, String> headers() throws IOException, BadRequestException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = lineOrEof(); !line.isEmpty(); line = lineOrEof()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new BadRequestException(colon < 1 ? 400 : 431, "bad headers");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException, BadRequestException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunkedBody();
        }
        int length = number(headers.getOrDefault("content-length", "0"), 10);
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(length, 1 << 16));
        copy(length, body);
        return body.toByteArray();
    }

    private byte[] chunkedBody() throws IOException, BadRequestException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (body.size() + size > MAX_BODY) {
                throw new BadRequestException(413, "body too long");
            }
            copy(size, body);
            lineOrEof();
        }
        while (!lineOrEof().isEmpty()) {
            // trailers say nothing here
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException, BadRequestException {
        // the limit is for the head; each size line of a body has it anew
        headLeft = MAX_HEAD;
        return number(lineOrEof().split(";", 2)[0].trim(), 16);
    }

    private void copy(int count, ByteArrayOutputStream target) throws IOException {
        byte[] piece = new byte[Math.min(count, 1 << 16)];
        for (int left = count; left > 0; ) {
            int read = connection.read(piece, 0, Math.min(left, piece.length));
            if (read < 0) {
                throw new EOFException();
            }
            target.write(piece, 0, read);
            left -= read;
        }
    }

    private static int number(String text, int radix) throws BadRequestException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= MAX_BODY) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadRequestException(400, "not a length: " + e.getMessage());
        }
        throw new BadRequestException(413, "body too long");
    }

    private String lineOrEof() throws IOException, BadRequestException {
        String line = line();
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    private String line() throws IOException, BadRequestException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = connection.read(); b != '\n'; b = connection.read()) {
            if (b < 0) {
                return null;
            }
            if (--headLeft == 0) {
                throw new BadRequestException(431, "headers too long");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
