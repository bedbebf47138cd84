package io.ondemand2api.blackbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that decides about every byte itself: when it reads, and when it leaves. */
final class RawClient implements AutoCloseable {

    /** A line of the answer and when it came, in milliseconds since the request was sent. */
    record Line(long millis, String text) {}

    private final Socket socket;
    private final BufferedReader in;
    private long sentAt;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    RawClient chat(String body) {
        return post("/v1/chat/completions", "", body);
    }

    /** @param more headers, each with the end of its line */
    RawClient post(String path, String more, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST " + path + " HTTP/1.1\r\nHost: gateway\r\n" + more + "Authorization: Bearer "
                + GatewayUnderTest.CLIENT_KEY + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n" + body);
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient send(byte[] bytes) {
        try {
            sentAt = System.nanoTime();
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets what was sent arrive by itself. */
    RawClient pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        return this;
    }

    /** The next line; null at the end. */
    Line line() {
        try {
            String text = in.readLine();
            return text == null ? null : new Line((System.nanoTime() - sentAt) / 1_000_000, text);
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads up to and with the first line that starts like this. */
    Line lineThatStartsWith(String start) {
        for (Line line = line(); line != null; line = line()) {
            if (line.text().startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("the answer ended without a line that starts with " + start);
    }

    /** Lines of data up to and with {@code [DONE]}, or up to the end. */
    List<Line> data() {
        List<Line> lines = new ArrayList<>();
        for (Line line = line(); line != null; line = line()) {
            if (line.text().startsWith("data: ")) {
                lines.add(line);
            }
            if (line.text().equals("data: [DONE]")) {
                break;
            }
        }
        return lines;
    }

    /** An answer whose length is announced, or a stream; then the body is its last event. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Reads one such answer, and no byte beyond its announced length. */
    Answer answer() {
        Answer head = answerToHead();
        int status = head.status();
        Map<String, String> headers = head.headers();
        if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            List<Line> events = data();
            return new Answer(
                    status,
                    headers,
                    events.isEmpty() ? "" : events.get(events.size() - 1).text());
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        try {
            for (int read = 0; read < body.length; ) {
                int count = in.read(body, read, body.length - read);
                if (count < 0) {
                    throw new AssertionError("the answer ended early");
                }
                read += count;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Answer(status, headers, new String(body));
    }

    /** Reads the status and the headers of an answer that has no body. */
    Answer answerToHead() {
        Line first = line();
        if (first == null) {
            throw new AssertionError("the connection ended without an answer");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line().text(); !header.isEmpty(); header = line().text()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(first.text().split(" ")[1]);
        return new Answer(status, headers, "");
    }

    /** True when the server ends the connection and sends nothing more. */
    boolean isEndedByTheServer() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
