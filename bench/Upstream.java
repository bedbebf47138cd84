import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A stand-in for the model's service on one thread: it speaks OnDemand's sessions and queries, and OpenAI's chat
 * completions, with the same token timing. Each token bears the moment it was sent at.
 */
final class Upstream implements AutoCloseable {

    /**
     * The timing of answers.
     *
     * @param tokens tokens of an answer
     * @param gap nanoseconds between two of them; 0 for all at once
     * @param tail nanoseconds from the last event of an OnDemand answer to its end
     */
    record Timing(int tokens, long gap, long tail) {}

    /** Digits of the time in a token, then a blank and this. */
    static final String TOKEN_END = "word ";

    static final int TIME_DIGITS = 19;

    private static final String JSON_HEAD = "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
    private static final byte[] STREAM_HEAD =
            bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");
    private static final String MODELS = "{\"message\":\"ok\",\"endpointsData\":[{\"endpoint_id\":\"predefined-openai-gpt4o\","
            + "\"endpoint_name\":\"gpt-4o\",\"model_id\":\"gpt-4o\",\"status\":\"active\"}]}";

    private final ServerSocketChannel server;
    private final Selector selector;
    private final PriorityQueue<Connection> due = new PriorityQueue<>(Comparator.comparingLong(c -> c.nextAt));
    private final Thread thread;
    private volatile Timing timing = new Timing(50, 0, 0);
    private volatile long accepted;
    private volatile boolean closed;
    private long ids;

    Upstream() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "upstream");
        thread.setDaemon(true);
        thread.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** The timing of all answers that begin from now on. */
    void timing(Timing other) {
        timing = other;
    }

    /** Connections that were ever made to it. */
    long accepted() {
        return accepted;
    }

    private void run() {
        try {
            while (!closed) {
                Connection next = due.peek();
                if (next == null) {
                    selector.select(100);
                } else {
                    long millis = (next.nextAt - System.nanoTime()) / 1_000_000;
                    if (millis > 0) {
                        selector.select(millis);
                    } else {
                        selector.selectNow();
                    }
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                while (!due.isEmpty() && due.peek().nextAt <= now) {
                    due.poll().tick();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            SocketChannel channel = server.accept();
            while (channel != null) {
                accepted++;
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
                channel = server.accept();
            }
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isReadable()) {
                connection.read();
            }
            if (key.isValid() && key.isWritable()) {
                connection.flush();
            }
        } catch (IOException left) {
            connection.leave();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        selector.close();
    }

    /** A connection with at most one answer under way. */
    private final class Connection {

        private final SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(16 * 1024);
        private ByteBuffer out = ByteBuffer.allocate(8 * 1024);
        private boolean queued;

        private boolean openAi;
        private byte[] tokenHead;
        private byte[] tokenTail;
        private Timing own;
        private int sent;
        private long nextAt;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void leave() throws IOException {
            channel.close();
            due.remove(this);
        }

        void read() throws IOException {
            if (!in.hasRemaining()) {
                in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
            }
            if (channel.read(in) < 0) {
                leave();
                return;
            }
            int length = requestLength();
            if (length > 0 && in.position() >= length) {
                String request = new String(in.array(), 0, length, StandardCharsets.ISO_8859_1);
                in.flip().position(length);
                in.compact();
                answer(request);
            }
        }

        /** Of head and body; 0 while the head is not whole. */
        private int requestLength() {
            byte[] bytes = in.array();
            for (int i = 3; i < in.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r') {
                    String head = new String(bytes, 0, i + 1, StandardCharsets.ISO_8859_1).toLowerCase();
                    int at = head.indexOf("\r\ncontent-length:");
                    return i + 1 + (at < 0 ? 0 : Integer.parseInt(head.substring(at + 17, head.indexOf('\r', at + 2)).strip()));
                }
            }
            return 0;
        }

        private void answer(String request) throws IOException {
            if (request.startsWith("POST /v1/chat/completions")) {
                openAi = true;
                if (request.contains("\"stream\":true")) {
                    begin(
                            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
                                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"",
                            "\"},\"finish_reason\":null}]}\n\n");
                } else {
                    whole();
                }
            } else if (request.startsWith("POST /chat/v1/sessions/")) {
                openAi = false;
                String session = request.substring(23, 47);
                begin(
                        "event:message\ndata:{\"sessionId\": \"" + session + "\", \"messageId\": \"m\", \"answer\": \"",
                        "\", \"status\": \"processing\", \"eventIndex\": 3, \"eventType\": \"fulfillment\"}\n\n");
            } else if (request.startsWith("POST /chat/v1/sessions")) {
                ids++;
                json("201 Created", String.format("{\"message\":\"ok\",\"data\":{\"id\":\"%024x\"}}", ids));
            } else if (request.startsWith("GET /config/v1/public/endpoints")) {
                json("200 OK", MODELS);
            } else {
                json("200 OK", "{\"message\":\"ok\"}");
            }
        }

        private void json(String status, String body) throws IOException {
            put(bytes(String.format(JSON_HEAD, status, body.length(), body)));
            flush();
        }

        private void whole() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < timing.tokens(); i++) {
                text.append(String.format("%0" + TIME_DIGITS + "d ", System.nanoTime())).append(TOKEN_END);
            }
            json(
                    "200 OK",
                    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,"
                            + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                            + "\"},\"finish_reason\":\"stop\"}]}");
        }

        private void begin(String head, String tail) throws IOException {
            tokenHead = bytes(head);
            tokenTail = bytes(" " + TOKEN_END + tail);
            own = timing;
            sent = 0;
            put(STREAM_HEAD);
            nextAt = System.nanoTime();
            tick();
        }

        /** Sends what is due, and asks to be called again for the rest. */
        void tick() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            if (sent > own.tokens()) {
                end();
                return;
            }
            do {
                token();
                sent++;
                nextAt += own.gap();
            } while (own.gap() == 0 && sent < own.tokens());
            if (sent == own.tokens()) {
                // the end of the answer follows its last word at once
                chunk(bytes(openAi ? openAiEnd() : metrics()));
                if (openAi || own.tail() == 0) {
                    end();
                    return;
                }
                sent++;
                nextAt = System.nanoTime() + own.tail();
            }
            due.add(this);
            sendOrLeave();
        }

        private void sendOrLeave() throws IOException {
            try {
                flush();
            } catch (IOException left) {
                leave();
            }
        }

        private void token() {
            int length = tokenHead.length + TIME_DIGITS + tokenTail.length;
            room(length + 16);
            hex(length);
            out.put(tokenHead);
            long time = System.nanoTime();
            for (int i = TIME_DIGITS - 1; i >= 0; i--) {
                out.put(out.position() + i, (byte) ('0' + time % 10));
                time /= 10;
            }
            out.position(out.position() + TIME_DIGITS);
            out.put(tokenTail).put((byte) '\r').put((byte) '\n');
        }

        private String openAiEnd() {
            return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        }

        private String metrics() {
            return "event:message\ndata:{\"sessionId\":\"s\",\"messageId\":\"m\",\"eventIndex\":1,\"eventType\":\"metricsLog\","
                    + "\"status\":\"processing\",\"publicMetrics\":{\"inputTokens\":10,\"outputTokens\":" + own.tokens()
                    + ",\"totalTokens\":" + (own.tokens() + 10) + "}}\n\n";
        }

        private void end() throws IOException {
            if (!openAi) {
                chunk(bytes("event:message\ndata:[DONE]\n\n"));
            }
            put(LAST_CHUNK);
            sendOrLeave();
        }

        private void chunk(byte[] bytes) {
            room(bytes.length + 16);
            hex(bytes.length);
            out.put(bytes).put((byte) '\r').put((byte) '\n');
        }

        private void hex(int length) {
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.put((byte) Character.forDigit(length >> shift & 15, 16));
            }
            out.put((byte) '\r').put((byte) '\n');
        }

        private void put(byte[] bytes) {
            room(bytes.length);
            out.put(bytes);
        }

        private void room(int length) {
            if (out.remaining() < length) {
                out = ByteBuffer.allocate((out.position() + length) * 2).put(out.flip());
            }
        }

        void flush() throws IOException {
            out.flip();
            channel.write(out);
            out.compact();
            boolean waits = out.position() > 0;
            if (waits != queued) {
                queued = waits;
                channel.keyFor(selector).interestOps(SelectionKey.OP_READ | (waits ? SelectionKey.OP_WRITE : 0));
            }
        }
    }
}
