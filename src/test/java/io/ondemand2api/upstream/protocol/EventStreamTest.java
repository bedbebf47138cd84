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
        EventStream stream = new EventStream(Arrivals.of(Recording.words("a"), Recording.DONE));

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
        EventStream stream = new EventStream(Arrivals.of("data:x\n\n" + Recording.DONE));

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
        byte[] bytes = Arrays.copyOf(good, EventReader.MAX_EVENT_BYTES * 2 + 5000);
        Arrays.fill(bytes, good.length, bytes.length, (byte) 'x');

        Reading reading = Recording.read(new ByteArrayInputStream(bytes));

        assertThat(reading.events()).containsExactly(A);
        assertThat(reading.failure().failure()).isEqualTo(Failure.BAD_FRAME);
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
}
