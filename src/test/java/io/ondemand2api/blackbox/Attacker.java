package io.ondemand2api.blackbox;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends an {@link Attack} and reads what its sender is told. */
final class Attacker {

    private static final int PATIENCE = 10_000;

    /** How one of its requests ended; status 0 when there was no answer in time, and then the body says why. */
    record Outcome(int status, long millis, String body) {}

    private Attacker() {}

    static List<Outcome> send(Attack attack, int port) {
        ExecutorService threads = Executors.newFixedThreadPool(attack.atOnce());
        try {
            byte[] body = attack.body().get();
            List<CompletableFuture<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < attack.atOnce(); i++) {
                all.add(CompletableFuture.supplyAsync(() -> one(attack, body, port), threads));
            }
            return all.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Outcome one(Attack attack, byte[] body, int port) {
        long start = System.nanoTime();
        try (RawClient client = new RawClient(port)) {
            client.socket().setSoTimeout(PATIENCE);
            write(client, attack.header(body.length), body);
            RawClient.Answer answer = client.answer();
            return new Outcome(answer.status(), millis(start), answer.body());
        } catch (SocketException | RuntimeException | AssertionError broken) {
            return new Outcome(0, millis(start), broken.toString());
        }
    }

    /** Who is refused while it still sends has an answer to read all the same. */
    private static void write(RawClient client, String header, byte[] body) {
        try {
            client.send(header).send(body);
        } catch (IllegalStateException refused) {
            // the answer tells
        }
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
