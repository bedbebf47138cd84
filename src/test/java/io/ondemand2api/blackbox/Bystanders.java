package io.ondemand2api.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four honest clients that ask all the time: two over new connections, two over one that they keep, each kind once for
 * whole and once for streamed answers.
 */
final class Bystanders implements AutoCloseable {

    static final String KEY = "bystander-secret";

    private final int port;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private final Set<RawClient> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean over;

    Bystanders(int port) {
        this.port = port;
        for (boolean stream : new boolean[] {false, true}) {
            for (boolean keep : new boolean[] {false, true}) {
                threads.execute(() -> run(stream, keep));
            }
        }
    }

    private void run(boolean stream, boolean keep) {
        while (!over) {
            long start = System.nanoTime();
            try (RawClient client = new RawClient(port)) {
                open.add(client);
                do {
                    ask(client, stream, start);
                    start = System.nanoTime();
                } while (keep && !over);
            } catch (RuntimeException | AssertionError e) {
                addProblem((keep ? "a kept" : "a new") + " connection, stream " + stream, start, e);
            }
            open.removeIf(client -> client.socket().isClosed());
        }
    }

    private void ask(RawClient client, boolean stream, long start) {
        String body = stream ? Chat.streamed("hello") : Chat.whole("hello");
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        RawClient.Answer answer = client.answer();
        if (answer.status() != 200 || stream && !answer.body().equals("data: [DONE]")) {
            problems.add("told " + answer.status() + " " + answer.body());
        }
        if (stream) {
            client.lineThatStartsWith("0");
            client.line();
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        longest.accumulateAndGet(millis, Math::max);
        answers.incrementAndGet();
    }

    private void addProblem(String who, long start, Throwable e) {
        if (!over) {
            problems.add(who + " broke after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + e);
        }
    }

    /** The longest that one of them waited for a whole answer, in milliseconds. */
    long longest() {
        return longest.get();
    }

    long answers() {
        return answers.get();
    }

    /** Every answer that was none. */
    List<String> problems() {
        return new ArrayList<>(problems).subList(0, Math.min(5, problems.size()));
    }

    /** Asks until each had its last answer, or for so long. */
    void finish(long seconds) throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(seconds, TimeUnit.SECONDS)) {
            problems.add("still waiting after " + seconds + " s");
        }
    }

    @Override
    public void close() {
        over = true;
        open.forEach(RawClient::close);
        threads.shutdownNow();
    }
}
