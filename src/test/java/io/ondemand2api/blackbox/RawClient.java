package io.ondemand2api.blackbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + GatewayUnderTest.CLIENT_KEY + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n" + body);
    }

    RawClient send(String text) {
        try {
            sentAt = System.nanoTime();
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
