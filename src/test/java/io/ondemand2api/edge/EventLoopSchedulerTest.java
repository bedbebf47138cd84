package io.ondemand2api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
