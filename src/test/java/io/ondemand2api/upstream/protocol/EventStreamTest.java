package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.Recording.Reading;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final OnDemandEvent A = new OnDemandEvent.Fulfillment("a");

    @Test
    void endsAtItsMark() throws GatewayException {
        EventStream stream = Recording.stream(Arrivals.of(Recording.words("a"), Recording.DONE));

        assertThat(stream.next()).containsExactly(A);
        assertThat(stream.ended()).isFalse();
        assertThat(stream.next()).containsExactly(OnDemandEvent.DONE);
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void endsAtAnError() {
        assertThat(Recording.read(
                        Recording.words("a") + "data:[ERROR]:{\"message\":\"no\",\"errorCode\":\"model_error\"}\n\n"))
                .isEqualTo(new Reading(List.of(A, new OnDemandEvent.Failed("model_error", "no")), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"answer\":", "nonsense", "{\"answer\":\"\\x\"}", "[1]", "\"text\"", "{}}{", "{\"a\":1 \"b\"}"
            })
    void givesTheGoodEventsBeforeAnUnreadableOne(String data) {
        String stream = Recording.words("a") + "data:" + data + "\n\n" + Recording.words("b") + Recording.DONE;
        if (data.startsWith("{}")) {
            // what follows a whole frame on its line is passed over
            assertThat(Recording.read(stream).failure()).isNull();
            return;
        }
        for (Reading reading :
                List.of(Recording.read(stream), Recording.read(Arrivals.byteByByte(Recording.bytes(stream))))) {
            assertThat(reading.events()).containsExactly(A);
            assertThat(reading.failure().failure()).isEqualTo(Failure.BAD_FRAME);
        }
    }

    @Test
    void staysEndedAfterAnUnreadableEvent() {
        EventStream stream = Recording.stream(Arrivals.of("data:x\n\n" + Recording.DONE));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_FRAME));
            assertThat(stream.ended()).isTrue();
        }
    }

    @Test
    void givesTheGoodEventsBeforeOneThatIsTooLarge() {
        byte[] good = Recording.bytes(Recording.words("a"));
        byte[] bytes = Arrays.copyOf(good, Recording.LIMITS.eventBytes() * 2 + 5000);
        Arrays.fill(bytes, good.length, bytes.length, (byte) 'x');

        Reading reading = Recording.read(new ByteArrayInputStream(bytes));

        assertThat(reading.events()).containsExactly(A);
        assertThat(reading.failure().failure()).isEqualTo(Failure.OVERLONG_ANSWER);
    }

    @Test
    void givesTheGoodEventsBeforeTheConnectionBreaks() {
        Reading reading = Recording.read(
                Arrivals.of(Recording.words("a") + Recording.words("b").substring(0, 20))
                        .thenBreak());

        assertThat(reading.events()).containsExactly(A);
        assertThat(reading.failure().failure()).isEqualTo(Failure.TRUNCATED_ANSWER);
    }

    @Test
    void isWholeOnceTheMetricsCameHoweverTheConnectionEnds() {
        String stream = Recording.words("a") + Recording.METRICS;

        for (Arrivals end : List.of(
                Arrivals.of(stream),
                Arrivals.of(stream).thenBreak(),
                Arrivals.of(stream + Recording.HEARTBEAT.substring(0, 30)),
                Arrivals.of(stream + "data:[DON").thenBreak(),
                Arrivals.of(stream + "data:[DON"))) {
            assertThat(Recording.read(end))
                    .isEqualTo(new Reading(List.of(A, new OnDemandEvent.Metrics(1012, 49)), null));
        }
    }

    @Test
    void isTruncatedWhereverItEndsBeforeTheMetrics() {
        byte[] bytes = Recording.bytes(Recording.words("a") + Recording.words("b"));
        List<OnDemandEvent> whole = List.of(A, new OnDemandEvent.Fulfillment("b"));
        for (int length = 0; length <= bytes.length; length++) {
            for (boolean broken : new boolean[] {false, true}) {
                Arrivals arrivals = Arrivals.cut(Arrays.copyOf(bytes, length));
                Reading reading = Recording.read(broken ? arrivals.thenBreak() : arrivals);

                assertThat(reading.failure()).as("%d", length).isNotNull();
                assertThat(reading.failure().failure()).as("%d", length).isEqualTo(Failure.TRUNCATED_ANSWER);
                List<OnDemandEvent> words = new ArrayList<>(reading.events());
                words.remove(OnDemandEvent.HEARTBEAT);
                assertThat(whole.subList(0, words.size())).isEqualTo(words);
            }
        }
    }

    private static final OnDemandEvent COST = new OnDemandEvent.Metrics(1012, 49);

    @Test
    void givesWordsThatCanBeReadBeforeTheMetrics() {
        String late = Recording.words("a") + Recording.METRICS + Recording.thinking("t") + Recording.words("b");

        assertThat(Recording.read(late + Recording.DONE).events())
                .containsExactly(
                        A,
                        new OnDemandEvent.Thinking("t"),
                        new OnDemandEvent.Fulfillment("b"),
                        COST,
                        OnDemandEvent.DONE);
        assertThat(Recording.read(late, Recording.HEARTBEAT + Recording.DONE).events())
                .containsExactly(
                        A,
                        new OnDemandEvent.Thinking("t"),
                        new OnDemandEvent.Fulfillment("b"),
                        COST,
                        OnDemandEvent.HEARTBEAT,
                        OnDemandEvent.DONE);
    }

    @Test
    void doesNotWaitForWordsBehindTheMetrics() throws GatewayException {
        Arrivals arrivals = Arrivals.of(Recording.words("a") + Recording.METRICS, Recording.DONE);

        assertThat(Recording.stream(arrivals).next()).containsExactly(A, COST);
        assertThat(arrivals.waits()).isEqualTo(1);
    }

    @Test
    void givesWordsBeforeTheMetricsThroughFullBatchesToo() {
        Reading reading = Recording.read(
                Recording.METRICS + Recording.words("x".repeat(100)).repeat(1000) + Recording.DONE);

        assertThat(reading.events()).hasSize(1002);
        assertThat(reading.events().subList(1000, 1002)).containsExactly(COST, OnDemandEvent.DONE);
    }

    @Test
    void takesTheLastOfSeveralMetrics() {
        String first = Recording.METRICS.replace("1012", "1").replace("49,\"total", "2,\"total");

        assertThat(Recording.read(Recording.words("a") + first + Recording.METRICS + Recording.DONE)
                        .events())
                .containsExactly(A, COST, OnDemandEvent.DONE);
    }

    @Test
    void isNoWholeAnswerWhenAnErrorFollowsTheMetrics() throws GatewayException {
        EventStream stream =
                Recording.stream(Arrivals.of(Recording.words("a") + Recording.METRICS + "data:[ERROR]:{}\n\n"));

        assertThat(stream.next()).containsExactly(A, COST, new OnDemandEvent.Failed(null, null));
        assertThat(stream.ended()).isTrue();
        assertThat(stream.whole()).isFalse();
    }

    @Test
    void tellsMetricsBeforeAFailureHoweverTheyArrive() {
        String metrics = Recording.words("a") + Recording.METRICS;
        String failure = Recording.HEARTBEAT + "data:[ERROR]:{\"errorCode\":\"model_error\"}\n\n";
        List<OnDemandEvent> all =
                List.of(A, COST, OnDemandEvent.HEARTBEAT, new OnDemandEvent.Failed("model_error", null));

        assertThat(Recording.read(metrics, failure).events()).isEqualTo(all);
        assertThat(Recording.read(metrics + failure).events()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(Recording.read(Arrivals.byteByByte(Recording.bytes(metrics + failure)))
                        .events())
                .isEqualTo(all);
    }

    @Test
    void readsNothingBehindTheEnd() throws GatewayException {
        EventStream stream = Recording.stream(
                Arrivals.of(Recording.words("a") + Recording.DONE + "garbage\n\n" + Recording.words("b")));

        assertThat(stream.next()).containsExactly(A, OnDemandEvent.DONE);
        assertThat(stream.whole()).isTrue();
    }

    @Test
    void joinsTheHalvesOfACharacterInWordsAndInThoughts() {
        Reading reading = Recording.read(Recording.words("Hi \\ud83d")
                + Recording.thinking("\\ud83d")
                + Recording.words("\\ude00 done")
                + Recording.thinking("\\ude00")
                + Recording.words("\\ud83d")
                + Recording.DONE);

        assertThat(reading.events())
                .containsExactly(
                        new OnDemandEvent.Fulfillment("Hi "),
                        new OnDemandEvent.Thinking(""),
                        new OnDemandEvent.Fulfillment("😀 done"),
                        new OnDemandEvent.Thinking("😀"),
                        new OnDemandEvent.Fulfillment(""),
                        new OnDemandEvent.Fulfillment("\uFFFD"),
                        OnDemandEvent.DONE);
    }
}
