package io.ondemand2api.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small HTTP proxy: tunnels by CONNECT, one request to a connection otherwise; if told to, wants a password or refuses all
 * targets but this machine.
 */
final class ForwardProxy implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final String CHALLENGE = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static final String REFUSAL = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String LOOPBACK = "127.0.0.1";

    private final Queue<String> passed = new ConcurrentLinkedQueue<>();
    private final ServerSocket server;
    private final String authorization;
    private final boolean loopbackOnly;

    /** @param credentials {@code user:password}, or null when it asks for none */
    ForwardProxy(String credentials) throws IOException {
        this(credentials, false);
    }

    private ForwardProxy(String credentials, boolean loopbackOnly) throws IOException {
        this.loopbackOnly = loopbackOnly;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        authorization = credentials == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        Pipe.run(this::accept);
    }

    /** One that lets nothing leave this machine. */
    static ForwardProxy toLoopbackOnly() throws IOException {
        return new ForwardProxy(null, true);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The request lines that it let pass. */
    Queue<String> passed() {
        return passed;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Pipe.run(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket client) {
        try {
            InputStream in = client.getInputStream();
            String head = head(in);
            String[] line = head.substring(0, head.indexOf('\r')).split(" ");
            if (authorization != null && !head.contains("Proxy-Authorization: " + authorization)) {
                in.readNBytes(length(head));
                client.getOutputStream().write(CHALLENGE.getBytes(StandardCharsets.US_ASCII));
                client.close();
                return;
            }
            boolean tunnel = line[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
            if (loopbackOnly && !LOOPBACK.equals(target.getHost())) {
                client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                client.close();
                return;
            }
            passed.add(line[0] + " " + line[1]);
            Socket upstream = new Socket(target.getHost(), target.getPort());
            if (tunnel) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String relayed = line[0] + " " + target.getRawPath() + " HTTP/1.1\r\nConnection: close\r\n"
                        + head.substring(head.indexOf('\n') + 1).replaceAll("(?i)(proxy-)?connection: .*\r\n", "");
                upstream.getOutputStream().write(relayed.getBytes(StandardCharsets.ISO_8859_1));
                upstream.getOutputStream().write(in.readNBytes(length(head)));
                String answered = head(upstream.getInputStream()).replaceAll("(?i)\\r\\nconnection: [^\\r]*", "");
                client.getOutputStream()
                        .write(answered.replaceFirst("\\r\\n", "\r\nConnection: close\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            Pipe.between(client, upstream);
        } catch (IOException ended) {
            // as either side may
        }
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
