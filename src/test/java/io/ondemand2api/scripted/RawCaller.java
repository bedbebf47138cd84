package io.ondemand2api.scripted;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client at the level of bytes, for what an HTTP client hides. */
final class RawCaller implements Closeable {

    private final Socket socket;
    private final InputStream in;

    RawCaller(ScriptedOnDemand simulator) throws IOException {
        socket = new Socket("127.0.0.1", simulator.port());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    RawCaller send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    RawCaller query(String sessionId) throws IOException {
        String body = Caller.streamBody("hello");
        return send("POST " + Caller.queryPath(sessionId) + " HTTP/1.1\r\nHost: x\r\napikey: " + Caller.KEY
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Reads until the text has come; what came up to its end. */
    String until(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.length() < end.length() || read.indexOf(end, read.length() - end.length()) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    /** Reads until the other side closes. */
    String toEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
