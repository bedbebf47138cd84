package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops of the API port. Connections are spread over them, so that a loop that stands still takes no other
 * loop's connections with it. Safe for several threads.
 */
public final class EventLoops {

    private final int count;
    private final Duration patience;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<ApiLoop> loops = List.of();
    private EventLoopWatch watch;

    /**
     * @param count how many loops, at least 1
     * @param patience how long a loop may hold a task back before it counts as standing
     */
    public EventLoops(int count, Duration patience) {
        this.count = count;
        this.patience = patience;
        this.watch = new EventLoopWatch(patience);
    }

    public int count() {
        return count;
    }

    void use(List<EventLoop> given) {
        loops = given.stream().map(ApiLoop::new).toList();
        watch.start(loops);
    }

    public void stop() {
        watch.stop();
    }

    /**
     * The loop for a new connection: of those that do not stand, the one with the fewest. When all stand, any.
     *
     * @return null before the server has started
     */
    ApiLoop choose() {
        long now = System.nanoTime();
        List<ApiLoop> all = loops;
        ApiLoop best = null;
        boolean bestStands = true;
        int first = Math.floorMod(next.getAndIncrement(), Math.max(1, all.size()));
        for (int i = 0; i < all.size(); i++) {
            ApiLoop loop = all.get((first + i) % all.size());
            boolean stands = loop.heldFor(now) > EventLoopWatch.PERIOD.toNanos();
            boolean better = best == null
                    || bestStands && !stands
                    || bestStands == stands
                            && loop.connections().get() < best.connections().get();
            if (better) {
                best = loop;
                bestStands = stands;
            }
        }
        return best;
    }

    /** How many times a loop has stood for longer than it may. */
    public long stalls() {
        return watch.stalls();
    }

    /**
     * Gives each loop a task and waits for all of them, at most as long as a loop may hold one back.
     *
     * @return the names of the loops that did not get round to it; empty when all are well
     */
    public List<String> unanswered() throws InterruptedException {
        List<ApiLoop> asked = loops;
        CountDownLatch answers = new CountDownLatch(asked.size());
        ConcurrentHashMap<ApiLoop, Boolean> well = new ConcurrentHashMap<>();
        for (ApiLoop loop : asked) {
            try {
                loop.loop().execute(() -> {
                    well.put(loop, true);
                    answers.countDown();
                });
            } catch (RejectedExecutionException ended) {
                answers.countDown();
            }
        }
        List<String> standing = new ArrayList<>();
        if (!answers.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            asked.stream()
                    .filter(loop -> !well.containsKey(loop) && !loop.loop().isShuttingDown())
                    .map(ApiLoop::name)
                    .forEach(standing::add);
        }
        return standing;
    }
}
