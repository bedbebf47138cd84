package io.ondemand2api.blackbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream that writes raw bytes. It serves two models well-behaved, {@code predefined-good} at once; every query for
 * another endpoint is answered by the attack of that name. Calls that are no query can be attacked by their path.
 */
final class HostileUpstream implements AutoCloseable {

    /** Writes a response, head and all, and returns when it is done or the connection is gone. */
    @FunctionalInterface
    interface Attack {
        void answer(OutputStream out) throws IOException;
    }

    static final String METRICS = event("{\"eventType\":\"metricsLog\",\"publicMetrics\":{\"inputTokens\":7,"
            + "\"outputTokens\":5,\"totalTokens\":12}}");
    static final String DONE = "data:[DONE]\n\n";
    static final String EVENTS_HEAD = head(200, "Content-Type: text/event-stream; charset=utf-8");

    private static final String GOOD = EVENTS_HEAD + words("all is well") + METRICS + DONE;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile-upstream");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Attack> attacks = new ConcurrentHashMap<>();
    private final Map<String, Attack> attackedPaths = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attacking = new AtomicInteger();
    private final AtomicInteger attacked = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();

    HostileUpstream() {
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    static String head(int status, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    static String event(String data) {
        return "data:" + data + "\n\n";
    }

    static String words(String escaped) {
        return event("{\"eventType\":\"fulfillment\",\"answer\":\"" + escaped + "\"}");
    }

    static String thinking(String escaped) {
        return event("{\"eventType\":\"fulfillment_thinking\",\"thinking\":{\"delta\":\"" + escaped + "\"}}");
    }

    /** Sends this once. */
    static Attack once(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(bytes);
            out.flush();
        };
    }

    /** Sends the first text, and then the second again and again until the connection is gone. */
    static Attack endless(String start, String repeated) {
        byte[] piece = repeated.repeat(Math.max(1, 32_768 / repeated.length())).getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(start.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(piece);
            }
        };
    }

    String base() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Answers queries for this endpoint so. */
    void attack(String endpoint, Attack attack) {
        attacks.put(endpoint, attack);
    }

    /** Answers every call so whose path ends like this; {@code null} for the usual answer. */
    void attackPath(String end, Attack attack) {
        if (attack == null) {
            attackedPaths.remove(end);
        } else {
            attackedPaths.put(end, attack);
        }
    }

    /** How many attacks are being sent. */
    int attacking() {
        return attacking.get();
    }

    /** How many attacks were begun. */
    int attacked() {
        return attacked.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = line(in);
            if (head != null) {
                answer(head, body(in), socket.getOutputStream());
                socket.shutdownOutput();
            }
        } catch (IOException gone) {
            // as it should be: the gateway has had enough
        } finally {
            open.remove(socket);
        }
    }

    private void answer(String head, String body, OutputStream out) throws IOException {
        String path = head.split(" ")[1];
        Attack attack = attackedPaths.entrySet().stream()
                .filter(entry -> path.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
        if (attack == null && path.endsWith("/query")) {
            attack = attacks.get(body.replaceAll("(?s).*\"endpointId\"\\s*:\\s*\"([^\"]*)\".*", "$1"));
        }
        if (attack == null) {
            out.write(usual(path).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return;
        }
        attacked.incrementAndGet();
        attacking.incrementAndGet();
        try {
            attack.answer(out);
        } finally {
            attacking.decrementAndGet();
        }
    }

    private String usual(String path) {
        if (path.endsWith("/query")) {
            return GOOD;
        }
        String json = path.endsWith("/sessions")
                ? "{\"data\":{\"id\":\"" + String.format("%024x", sessions.incrementAndGet()) + "\"}}"
                : "{\"endpointsData\":[{\"endpoint_id\":\"predefined-good\",\"endpoint_name\":\"good\","
                        + "\"status\":\"active\"}]}";
        return head(200, "Content-Type: application/json", "Content-Length: " + json.length()) + json;
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String field = line(in); field != null && !field.isEmpty(); field = line(in)) {
            if (field.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length =
                        Integer.parseInt(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
