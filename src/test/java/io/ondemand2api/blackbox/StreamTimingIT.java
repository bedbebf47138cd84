package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RunsAlone
class StreamTimingIT {

    private static final int DELTAS = 10;
    private static final Duration GAP = Duration.ofMillis(150);

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(DELTAS, "word "))
                        .deltasEvery(GAP)
                        .doneAfter(Duration.ofSeconds(2)));
        stream();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static List<RawClient.Line> stream() {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.chat(Chat.streamed("go")).data();
        }
    }

    @Test
    void everyTokenArrivesBeforeTheNextIsSent() {
        List<RawClient.Line> lines = stream();

        List<Long> words = lines.stream()
                .filter(line -> line.text().contains("word "))
                .map(RawClient.Line::millis)
                .toList();
        assertThat(words).hasSize(DELTAS);
        for (int i = 1; i < DELTAS; i++) {
            // a token held back until the next would come one gap late: the last two together
            assertThat(words.get(i) - words.get(i - 1))
                    .as("gap before token %s of %s", i, words)
                    .isBetween(GAP.toMillis() / 3, GAP.toMillis() * 5 / 3);
        }
    }

    @Test
    void theStreamEndsAtTheMetricsAndNotTwoSecondsLaterWithTheUpstream() {
        List<RawClient.Line> lines = stream();

        long lastWord = lines.get(DELTAS).millis();
        assertThat(lines.get(lines.size() - 1).text()).isEqualTo("data: [DONE]");
        assertThat(lines.get(lines.size() - 1).millis() - lastWord).isLessThan(1000);
    }

    @Test
    void theConnectionIsFreeForTheNextRequestAtOnce() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("one")).data();

            List<RawClient.Line> second = client.chat(Chat.streamed("two")).data();

            assertThat(second.get(0).millis()).isLessThan(1000);
        }
    }

    @Test
    void sixtyFourStreamsTakeNoLongerThanOne() throws Exception {
        long alone = last(stream());
        ExecutorService clients = Executors.newFixedThreadPool(64);
        try {
            List<Future<List<RawClient.Line>>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(clients.submit(StreamTimingIT::stream));
            }
            for (Future<List<RawClient.Line>> one : all) {
                assertThat(one.get()).hasSize(DELTAS + 3);
                // one after another they would take 64 times as long
                assertThat(last(one.get())).isLessThan(alone * 2);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static long last(List<RawClient.Line> lines) {
        return lines.get(lines.size() - 1).millis();
    }
}
