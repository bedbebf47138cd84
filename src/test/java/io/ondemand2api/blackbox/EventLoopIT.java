package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An event loop that stands still holds up its own connections alone, and health says so. */
@RunsAlone
class EventLoopIT {

    private static final Duration MAX_LENGTH = Duration.ofSeconds(20);
    private static final String LOOP = "GET /loop HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final Map<String, Boolean> HELD = new ConcurrentHashMap<>();

    private static volatile boolean held;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("gateway.eventLoops", "3", "gateway.eventLoopPatience", "600"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
        gateway.main().getCamelContext().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/hold-request").process(exchange -> hold());
            }
        });
        Router router = gateway.router();
        router.get("/loop").order(-3).handler(EventLoopIT::nameLoop);
        router.get("/hold").order(-3).handler(request -> {
            hold();
            nameLoop(request);
        });
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void letGo() {
        held = false;
        Awaitility.await().until(HELD::isEmpty);
        Awaitility.await().until(() -> liveness().statusCode() == 200);
    }

    private static void nameLoop(RoutingContext request) {
        request.response().end(Thread.currentThread().getName());
    }

    /** Holds its thread and never waits, until it is let go. */
    private static void hold() {
        held = true;
        HELD.put("held", true);
        long end = System.nanoTime() + MAX_LENGTH.toNanos();
        while (held && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        HELD.clear();
    }

    private static HttpResponse<String> liveness() {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.management("/observe/health/live"))
                .timeout(Duration.ofSeconds(5))
                .build());
    }

    private static double stalls() {
        return Scrape.of(gateway).value("ondemand2api_event_loop_stalls_total");
    }

    /** Open connections, by the loop that each is on. */
    private static Map<String, List<RawClient>> connections(int count) {
        Map<String, List<RawClient>> byLoop = new HashMap<>();
        for (int i = 0; i < count; i++) {
            RawClient client = new RawClient(gateway.port());
            String loop = client.send(LOOP).answer().body();
            byLoop.computeIfAbsent(loop, any -> new ArrayList<>()).add(client);
        }
        return byLoop;
    }

    private static void close(Map<String, List<RawClient>> connections) {
        connections.values().forEach(clients -> clients.forEach(RawClient::close));
    }

    @Test
    void connectionsAreSpreadEvenlyOverAllLoops() {
        Map<String, List<RawClient>> connections = connections(30);

        assertThat(connections).hasSize(3);
        assertThat(connections.values()).allSatisfy(ofLoop -> assertThat(ofLoop).hasSizeBetween(7, 13));
        close(connections);
    }

    @Test
    void aLoopThatIsHeldTakesNoOthersConnectionsWithIt() throws Exception {
        Map<String, List<RawClient>> before = connections(9);
        String loop = new TreeSet<>(before.keySet()).first();
        double stalls = stalls();
        try (LogCapture log = new LogCapture()) {
            before.get(loop).get(0).send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
            Awaitility.await().until(() -> !HELD.isEmpty());
            RawClient waits = before.get(loop).get(1).send(LOOP);

            before.forEach((other, clients) -> {
                if (!other.equals(loop)) {
                    clients.forEach(client ->
                            assertThat(client.send(LOOP).answer().body()).isEqualTo(other));
                }
            });
            HttpResponse<String> down = liveness();
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(Chat.json(down.body()).path("status").asText()).isEqualTo("DOWN");
            assertThat(down.body()).contains(loop);
            before.keySet().stream()
                    .filter(other -> !other.equals(loop))
                    .forEach(other -> assertThat(down.body()).doesNotContain(other));
            Awaitility.await().until(() -> stalls() == stalls + 1);
            Awaitility.await().until(() -> log.text().contains("EventLoopIT.hold"));
            assertThat(log.text()).contains("The event loop " + loop);
            // new connections go where they are served
            Map<String, List<RawClient>> after = connections(20);
            assertThat(after).hasSize(2).doesNotContainKey(loop);
            close(after);
            try (RawClient other = new RawClient(gateway.port())) {
                assertThat(other.chat(Chat.whole("still here")).answer().status())
                        .isEqualTo(200);
            }
            assertThat(stalls()).as("one incident").isEqualTo(stalls + 1);

            held = false;
            assertThat(waits.answer().body()).isEqualTo(loop);
            Awaitility.await().until(() -> liveness().statusCode() == 200);
            Awaitility.await().until(() -> log.text().contains("The event loop " + loop + " runs again"));
        }
        close(before);
    }

    @Test
    void aRequestThatNeverGivesItsLoopBackIsNamedInTheLog() {
        assumeTrue(EventLoopThreads.available());
        try (LogCapture log = new LogCapture();
                RawClient client = new RawClient(gateway.port())) {
            client.send("GET /hold-request HTTP/1.1\r\nHost: x\r\n\r\n");
            Awaitility.await().until(() -> !HELD.isEmpty());

            Awaitility.await().until(() -> liveness().statusCode() == 503);
            Awaitility.await().until(() -> log.text().contains("EventLoopIT.hold"));
            assertThat(log.text()).contains("It is held by a request");
            for (int i = 0; i < 5; i++) {
                try (RawClient other = new RawClient(gateway.port())) {
                    assertThat(other.send(LOOP).answer().status()).isEqualTo(200);
                }
            }
        }
    }
}
