package io.ondemand2api.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.exchange.ExchangeProperty;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundRoutesTest {

    private static final ExchangeProperty<Object> WHAT = new ExchangeProperty<>("what", Object.class);

    private static final int AT_ONCE = 16;
    private static final int QUEUE = 1000;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundRoutes background = new BackgroundRoutes(context, new BackgroundSettings(AT_ONCE, QUEUE));
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final List<Object> done = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:work").process(exchange -> {
                    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    goOn.await();
                    underWay.decrementAndGet();
                    done.add(exchange.getProperty("what"));
                });
                from("direct:fails").errorHandler(noErrorHandler()).process(exchange -> {
                    throw new IllegalStateException("on purpose");
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        background.close();
        context.stop();
    }

    private boolean work(Object what) {
        return background.run("direct:work", WHAT, what);
    }

    @Test
    void everythingIsDoneAFewAtATime() {
        for (int i = 0; i < 100; i++) {
            assertThat(work(i)).isTrue();
        }
        Awaitility.await().until(() -> underWay.get() == AT_ONCE);
        assertThat(background.busy()).isTrue();
        goOn.countDown();

        Awaitility.await().until(() -> !background.busy());
        assertThat(done).hasSize(100).doesNotHaveDuplicates();
        assertThat(mostUnderWay).hasValue(AT_ONCE);
    }

    @Test
    void whatDoesNotFitTheQueueIsRefused() {
        for (int i = 0; i < AT_ONCE; i++) {
            work(i);
        }
        Awaitility.await().until(() -> underWay.get() == AT_ONCE);
        for (int i = 0; i < QUEUE; i++) {
            assertThat(work(i)).isTrue();
        }

        assertThat(work("one too many")).isFalse();
    }

    @Test
    void aRouteThatFailsDoesNotStandInTheWayOfTheNext() {
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            assertThat(background.run("direct:fails", WHAT, i)).isTrue();
        }
        goOn.countDown();
        work("next");

        Awaitility.await().until(() -> done.contains("next"));
        Awaitility.await().until(() -> !background.busy());
    }

    @Test
    void nothingIsTakenOnceItIsClosed() {
        background.close();

        assertThat(work("late")).isFalse();
        assertThat(background.busy()).isFalse();
    }
}
