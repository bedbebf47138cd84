package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ondemand2api.upstream.protocol.Recording.Reading;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of any bytes: read the same however they arrive, in bounded steps, failing only as answers fail. */
class EventStreamFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                        Recording.WHOLE,
                        Recording.WHOLE.replace("\n", "\r\n"),
                        "\uFEFF: comment\nid:7\n" + Recording.words("a") + Recording.METRICS,
                        Recording.words("a") + "data:[ERROR]:{\"message\":\"no\",\"errorCode\":\"model_error\"}\n\n",
                        "data:{\"eventType\":\ndata: \"fulfillment\",\r\ndata:\"answer\":\"a\"}\n\ndata: [DONE]",
                        Recording.words("a") + Recording.METRICS + Recording.words("b")
                                + "data:[ERROR]:{\"message\":\"no\",\"errorCode\":\"modIden_error\"}\n\n",
                        Recording.METRICS + "data:[ERROR]\n\n" + Recording.METRICS,
                        Recording.thinking("a") + Recording.METRICS + "no event\n\ndata:{\n\n",
                        "data:[ERROR]no json\n\n")
                .map(Recording::bytes);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "data:",
        "event:message",
        "[DONE]",
        "[ERROR]",
        "\"eventType\":",
        "\"fulfillment\"",
        "\"fulfillment_thinking\"",
        "\"metricsLog\"",
        "\"answer\":",
        "\"thinking\":{\"delta\":",
        "\"publicMetrics\":{\"inputTokens\":",
        "\\ud83d"
    })
    @FuzzTest(maxDuration = "90s")
    void anySplitGivesTheSame(byte[] stream) {
        Reading whole = Recording.read(new ByteArrayInputStream(stream));

        mustBeSame(Recording.read(Arrivals.byteByByte(stream)), whole);
        Random random = new Random(Arrays.hashCode(stream));
        int[] cuts = random.ints(1 + random.nextInt(8), 0, stream.length + 1)
                .sorted()
                .toArray();
        Arrivals pieces = Arrivals.cut(stream, cuts);
        mustBeSame(Recording.read(pieces), whole);
        assertThat(pieces.waits()).isLessThanOrEqualTo(cuts.length + 1);
    }

    /** Which words come before the metrics depends on what had arrived; whether they came, and how it ends, does not. */
    private static void mustBeSame(Reading reading, Reading whole) {
        boolean metrics = hasMetrics(whole);
        assertThat(hasMetrics(reading)).as("%s", reading.events()).isEqualTo(metrics);
        assertThat(metrics ? end(reading) : told(reading)).isEqualTo(metrics ? end(whole) : told(whole));
    }

    private static boolean hasMetrics(Reading reading) {
        return reading.events().stream().anyMatch(OnDemandEvent.Metrics.class::isInstance);
    }

    private static String end(Reading reading) {
        return reading.events().stream().filter(EventStreamFuzzTest::ends).toList() + failure(reading);
    }

    private static boolean ends(OnDemandEvent event) {
        return event instanceof OnDemandEvent.Done || event instanceof OnDemandEvent.Failed;
    }

    private static String failure(Reading reading) {
        return " " + (reading.failure() == null ? "" : reading.failure().failure());
    }

    /** What follows the end in the same batch does not matter. */
    private static String told(Reading reading) {
        List<String> told = new ArrayList<>();
        for (OnDemandEvent event : reading.events()) {
            told.add(event.toString());
            if (ends(event)) {
                return told.toString();
            }
        }
        return told + failure(reading);
    }
}
