package io.ondemand2api.server.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopSchedulerTest {

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final EventLoop loop = loops.next();
    private final EventLoopScheduler scheduler = EventLoopThreads.scheduler(loop);

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private CompletableFuture<Boolean> ranOnLoop() {
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        scheduler.execute(() -> ran.complete(loop.inEventLoop()));
        return ran;
    }

    @Test
    void threadsRunOnTheLoop() throws Exception {
        assertThat(ranOnLoop().get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threadsOfALoopThatStandsStillRunElsewhere() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> stands = new CompletableFuture<>();
        loop.execute(() -> {
            stands.complete(true);
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stands.get(5, TimeUnit.SECONDS);

        // the loop waits for what its own thread is to do next
        scheduler.execute(goOn::countDown);
        assertThat(ranOnLoop().get(10, TimeUnit.SECONDS)).isIn(true, false);
        assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threadsOfALoopThatHasEndedRunElsewhere() throws Exception {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);

        assertThat(ranOnLoop().get(5, TimeUnit.SECONDS)).isFalse();
    }

    /** Lets the loop do nothing until the given is done, so that it finds all of it at once. */
    private void whileTheLoopIsBusy(Runnable given) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        given.run();
        goOn.countDown();
    }

    @Test
    void whatGoesOnIsRunBeforeWhatBegins() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(4);
        whileTheLoopIsBusy(() -> {
            for (String name : List.of("begins 1", "begins 2")) {
                scheduler.begin(() -> {
                    ran.add(name);
                    all.countDown();
                });
            }
            for (String name : List.of("goes on 1", "goes on 2")) {
                scheduler.execute(() -> {
                    ran.add(name);
                    all.countDown();
                });
            }
        });

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("goes on 1", "goes on 2", "begins 1", "begins 2");
    }

    @Test
    void theLoopReadsItsConnectionsBetweenTwoThatBegin() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Void> read = new CompletableFuture<>();
        WatchedPipe pipe = new WatchedPipe(loop, () -> {
            seen.add("read");
            read.complete(null);
        });
        whileTheLoopIsBusy(() -> {
            scheduler.begin(() -> {
                seen.add("begins 1");
                // what arrives while this one is at work
                pipe.send();
                both.countDown();
            });
            scheduler.begin(() -> {
                seen.add("begins 2");
                both.countDown();
            });
        });

        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
        read.get(10, TimeUnit.SECONDS);
        pipe.close();
        assertThat(seen).containsExactly("begins 1", "read", "begins 2");
    }

    @Test
    void severalBeginInOneGoWhenTheLoopIsLongAtItsConnections() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch reads = new CountDownLatch(2);
        AtomicLong clock = new AtomicLong(1);
        EventLoopScheduler scheduler = new EventLoopScheduler(loop, clock::get);
        WatchedPipe pipe = new WatchedPipe(loop, () -> {
            seen.add("read");
            clock.addAndGet(400);
            reads.countDown();
        });
        whileTheLoopIsBusy(() -> {
            for (String name : List.of("begins 1", "begins 2")) {
                scheduler.begin(() -> {
                    seen.add(name);
                    pipe.send();
                });
            }
            scheduler.begin(() -> seen.add("begins 3"));
        });

        assertThat(reads.await(10, TimeUnit.SECONDS)).isTrue();
        pipe.close();
        assertThat(seen).containsExactly("begins 1", "read", "begins 2", "begins 3", "read");
    }

    @Test
    void whatWasToBeginOnALoopThatEndsIsRunElsewhere() throws Exception {
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);

        scheduler.begin(() -> ran.complete(loop.inEventLoop()));

        assertThat(ran.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void manyThatBeginAllRun() throws Exception {
        CountDownLatch all = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            scheduler.begin(all::countDown);
        }

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
