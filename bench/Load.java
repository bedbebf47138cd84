import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients on one thread: each asks, reads its answer to the end, and asks again. */
final class Load {

    /**
     * What to do in a round.
     *
     * @param clients how many ask at once
     * @param stream whether they want streams
     * @param earlierTurns how many turns each conversation has already
     * @param settle nanoseconds before the measuring begins
     * @param measure nanoseconds of measuring
     * @param finish nanoseconds that answers have to end afterwards; those that are left cost the next round something
     */
    record Plan(int clients, boolean stream, int earlierTurns, long settle, long measure, long finish) {

        private static final long ANY_ANSWER = 8_000_000_000L;

        static Plan streams(int clients, double settle, double measure) {
            return new Plan(clients, true, 0, (long) (settle * 1e9), (long) (measure * 1e9), ANY_ANSWER);
        }

        static Plan whole(int clients, int earlierTurns, double measure) {
            return new Plan(clients, false, earlierTurns, 500_000_000L, (long) (measure * 1e9), ANY_ANSWER);
        }

        /** The same, but answers that are under way at the end are left. */
        Plan leaving() {
            return new Plan(clients, stream, earlierTurns, settle, measure, 0);
        }
    }

    /** What a round showed. What came before or after the measurement is not in it. */
    static final class Round {
        /** From the request to its first token. */
        final Histogram first = new Histogram();
        /** From the sending of the first token upstream to its arrival. */
        final Histogram firstDelay = new Histogram();
        final Histogram delay = new Histogram();
        final Histogram end = new Histogram();
        long answers;
        long tokens;
        long failures;
        String failure;
        double cpuMillis;
        double residentMiB;
        long connects;

        double cpuMicrosPerToken() {
            return cpuMillis * 1000 / tokens;
        }

        double cpuMillisPerAnswer() {
            return cpuMillis / answers;
        }
    }

    private static final byte[] WORD = (" " + Upstream.TOKEN_END).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_DIGITS = 10;

    private final Subject subject;
    private final Upstream upstream;
    private final Plan plan;
    private final byte[] request;
    private final int numberAt;
    private final int tokensExpected;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[64 * 1024];
    private final Round round = new Round();
    private static long number;
    private boolean measuring;
    private boolean ending;
    private int busy;

    private Load(Subject subject, Upstream upstream, Plan plan, int tokensExpected) {
        this.subject = subject;
        this.upstream = upstream;
        this.plan = plan;
        this.tokensExpected = tokensExpected;
        String body = body();
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer bench\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        request = (head + body).getBytes(StandardCharsets.US_ASCII);
        numberAt = head.length() + body.indexOf("0".repeat(NUMBER_DIGITS));
    }

    private String body() {
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < plan.earlierTurns(); i++) {
            messages.append("{\"role\":\"").append(i % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"")
                    .append("What was said earlier in this long conversation, word by word. ".repeat(3)).append("\"},");
        }
        return "{\"model\":\"gpt-4o\",\"stream\":" + plan.stream() + ",\"messages\":[{\"role\":\"system\",\"content\":\"Conversation "
                + "0".repeat(NUMBER_DIGITS) + "\"}," + messages + "{\"role\":\"user\",\"content\":\"Say something.\"}]}";
    }

    /** Runs a round. */
    static Round run(Subject subject, Upstream upstream, Plan plan, int tokensExpected) throws IOException {
        return new Load(subject, upstream, plan, tokensExpected).run();
    }

    private Round run() throws IOException {
        List<Client> clients = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.clients(); i++) {
                Client client = new Client(selector);
                clients.add(client);
                client.connect();
            }
            long begin = System.nanoTime() + plan.settle();
            long deadline = begin + plan.measure();
            double cpuBefore = 0;
            long connectsBefore = 0;
            long now = System.nanoTime();
            while (now < deadline) {
                if (!measuring && now >= begin) {
                    measuring = true;
                    cpuBefore = subject.cpuMillis();
                    connectsBefore = upstream.accepted();
                }
                read(selector);
                now = System.nanoTime();
            }
            round.cpuMillis = subject.cpuMillis() - cpuBefore;
            round.residentMiB = subject.residentMiB();
            round.connects = upstream.accepted() - connectsBefore;
            measuring = false;
            ending = true;
            while (busy > 0 && System.nanoTime() < deadline + plan.finish()) {
                read(selector);
            }
            for (Client client : clients) {
                client.channel.close();
            }
        }
        return round;
    }

    private static void read(Selector selector) throws IOException {
        selector.select(20);
        for (SelectionKey key : selector.selectedKeys()) {
            ((Client) key.attachment()).read();
        }
        selector.selectedKeys().clear();
    }

    private void failed(String why) {
        round.failures++;
        round.failure = why;
    }

    /** One client: its connection, and how far it has read. */
    private final class Client {

        private static final int HEAD = 0;
        private static final int SIZE = 1;
        private static final int DATA = 2;
        private static final int AFTER_DATA = 3;
        private static final int PLAIN = 4;

        private final Selector selector;
        private final StringBuilder head = new StringBuilder();
        private SocketChannel channel;
        private int state;
        private long left;
        private boolean sizeRead;

        private long askedAt;
        private long lastTokenAt;
        private int tokens;
        private boolean done;
        private long digits;
        private int digitCount;
        private int wordAt;
        private int doneAt;

        Client(Selector selector) {
            this.selector = selector;
        }

        void connect() throws IOException {
            if (channel != null) {
                channel.close();
            }
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), subject.port()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            ask();
        }

        private void ask() throws IOException {
            if (ending) {
                channel.close();
                return;
            }
            busy++;
            long rest = ++number;
            for (int i = NUMBER_DIGITS - 1; i >= 0; i--) {
                request[numberAt + i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            state = HEAD;
            head.setLength(0);
            tokens = 0;
            done = false;
            askedAt = System.nanoTime();
            ByteBuffer whole = ByteBuffer.wrap(request);
            while (whole.hasRemaining()) {
                // a long one waits for its reader, which is another thread
                channel.write(whole);
            }
        }

        void read() throws IOException {
            int count;
            buffer.clear();
            try {
                count = channel.read(buffer);
            } catch (IOException reset) {
                count = -1;
            }
            if (count < 0) {
                busy--;
                failed("the connection ended in the middle of an answer");
                connect();
                return;
            }
            buffer.flip().get(bytes, 0, count);
            long now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                if (step(bytes[i], now)) {
                    finish(now);
                    return;
                }
            }
        }

        /** @return true at the end of the answer */
        private boolean step(byte b, long now) {
            switch (state) {
                case HEAD -> {
                    head.append((char) b);
                    if (b == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
                        return headRead();
                    }
                }
                case SIZE -> {
                    if (b == '\n') {
                        if (left == 0) {
                            state = PLAIN;
                            left = 2;
                        } else {
                            state = DATA;
                        }
                    } else if (Character.digit(b, 16) >= 0) {
                        left = left * 16 + Character.digit(b, 16);
                    }
                }
                case DATA -> {
                    text(b, now);
                    if (--left == 0) {
                        state = AFTER_DATA;
                    }
                }
                case AFTER_DATA -> {
                    if (b == '\n') {
                        state = SIZE;
                    }
                }
                default -> {
                    text(b, now);
                    return --left == 0;
                }
            }
            return false;
        }

        private boolean headRead() {
            String text = head.toString().toLowerCase();
            if (!text.startsWith("http/1.1 200")) {
                failed(head.substring(0, head.indexOf("\r")));
            }
            int at = text.indexOf("content-length:");
            state = at < 0 ? SIZE : PLAIN;
            left = at < 0 ? 0 : Long.parseLong(text.substring(at + 15, text.indexOf('\r', at)).strip());
            return at >= 0 && left == 0;
        }

        private void text(byte b, long now) {
            doneAt = b == DONE[doneAt] ? doneAt + 1 : b == DONE[0] ? 1 : 0;
            if (doneAt == DONE.length) {
                doneAt = 0;
                done = true;
                if (measuring) {
                    round.end.add(now - lastTokenAt);
                }
            }
            if (b >= '0' && b <= '9') {
                digits = digitCount == 0 ? b - '0' : digits * 10 + b - '0';
                digitCount++;
                wordAt = 0;
                return;
            }
            if (digitCount == Upstream.TIME_DIGITS && b == WORD[wordAt]) {
                wordAt++;
                if (wordAt == WORD.length) {
                    token(now);
                    digitCount = 0;
                    wordAt = 0;
                }
            } else {
                digitCount = 0;
                wordAt = 0;
            }
        }

        private void token(long now) {
            tokens++;
            lastTokenAt = now;
            if (measuring) {
                round.tokens++;
                round.delay.add(now - digits);
                if (tokens == 1) {
                    round.first.add(now - askedAt);
                    round.firstDelay.add(now - digits);
                }
            }
        }

        private void finish(long now) throws IOException {
            busy--;
            if (tokens != tokensExpected || (plan.stream() && !done)) {
                failed("an answer of " + tokens + " tokens instead of " + tokensExpected);
            } else if (measuring) {
                round.answers++;
            }
            if (head.indexOf("onnection: close") > 0) {
                connect();
            } else {
                ask();
            }
        }
    }
}
