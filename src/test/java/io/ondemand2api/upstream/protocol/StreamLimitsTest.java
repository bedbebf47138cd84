package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.upstream.protocol.Recording.Reading;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An endless stream of any content ends with one failure and within its bounds. */
class StreamLimitsTest {

    private static final int TEXT = 20_000;
    private static final int EVENTS = 3_000;
    private static final int EVENT = 40_000;
    private static final int OTHER = 100_000;
    private static final StreamLimits LIMITS = new StreamLimits(TEXT, TEXT, EVENTS, EVENT, OTHER, 4096, List.of());

    static List<String> endless() {
        return List.of(
                Recording.words("word "),
                Recording.words("é"),
                Recording.words("\\u0041"),
                Recording.words("x".repeat(5000)),
                Recording.thinking("hm "),
                Recording.thinking("hm ") + Recording.words("w"),
                Recording.words(""),
                Recording.thinking(""),
                Recording.HEARTBEAT,
                Recording.METRICS,
                Recording.METRICS + Recording.words("w"),
                Recording.statusLog("fulfilling", "…"),
                Recording.frame("message", "{\"eventType\":\"plugin_sources\",\"answer\":\"no\"}"),
                Recording.frame("message", "{}"),
                "data:\n\n",
                ": comment\n",
                ": comment\n\n",
                ":\n",
                "\n",
                "\r",
                "\r\n",
                "x",
                "event:message\n",
                "data:x\n",
                "data: \n",
                "id:7\n\n",
                "\0",
                "\uFEFF",
                "<html>",
                "data:" + " ".repeat(EVENT + 1) + "\n\n",
                Recording.words("w").replace("\"status\"", "\"junk\":\"" + "x".repeat(20_000) + "\",\"status\""));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endsWhateverTheUpstreamRepeats(String pattern) {
        Endless body = new Endless(Recording.bytes(pattern));
        Held held = new Held();

        Reading reading = Recording.read(new EventStream(body, LIMITS, held, words -> false));

        assertThat(reading.failure()).isNotNull();
        assertThat(reading.failure().failure()).isEqualTo(Failure.OVERLONG_ANSWER);
        assertThat(size(reading)).isLessThanOrEqualTo(2 * TEXT);
        assertThat(reading.events()).hasSizeLessThanOrEqualTo(EVENTS);
        assertThat(held.most).isLessThanOrEqualTo(4L * EVENT);
        // each frame may be far larger than its one word, but not all of them together
        assertThat(body.position).isLessThan(600L * EVENTS + 6L * TEXT + OTHER + 4L * EVENT);
    }

    private static int size(Reading reading) {
        int size = 0;
        for (OnDemandEvent event : reading.events()) {
            size += event instanceof OnDemandEvent.Fulfillment words
                    ? DeltaText.size(words.delta())
                    : event instanceof OnDemandEvent.Thinking thoughts ? DeltaText.size(thoughts.delta()) : 0;
        }
        return size;
    }

    @Test
    void givesTheWordsBeforeTheOnesThatAreTooMany() {
        Reading reading = Recording.read(
                Recording.stream(Arrivals.of(Recording.words("x".repeat(TEXT)) + Recording.words("y")), LIMITS));

        assertThat(reading.events()).containsExactly(new OnDemandEvent.Fulfillment("x".repeat(TEXT)));
        assertThat(reading.failure().failure()).isEqualTo(Failure.OVERLONG_ANSWER);
    }

    @Test
    void takesAWholeAnswerOfTheLargestSizeHoweverItIsEscaped() {
        for (String form : List.of("x", "\\u0041", "\\n")) {
            int most = Math.min(TEXT, (EVENT - 200) / form.length());
            Reading reading = Recording.read(Recording.stream(
                    new ByteArrayInputStream(Recording.bytes(Recording.words(form.repeat(most)) + Recording.METRICS)),
                    LIMITS));

            assertThat(reading.failure()).isNull();
        }
    }

    @Test
    void failsWhereThereIsNoRoomForALargeEvent() {
        MemoryShare full = new MemoryShare() {
            @Override
            public void take(long bytes) throws GatewayException {
                throw new GatewayException(Failure.OVERLOADED, "full");
            }

            @Override
            public void giveBack(long bytes) {
                // nothing was taken
            }
        };
        String stream = Recording.words("a") + Recording.words("x".repeat(10_000)) + Recording.DONE;

        Reading reading = Recording.read(new EventStream(Arrivals.of(stream), LIMITS, full, words -> false));

        assertThat(reading.events()).containsExactly(new OnDemandEvent.Fulfillment("a"));
        assertThat(reading.failure().failure()).isEqualTo(Failure.OVERLOADED);
    }

    @Test
    void keepsNoLargeBufferBehindALargeEvent() {
        Held held = new Held();
        StreamLimits large = new StreamLimits(1 << 20, 1 << 20, EVENTS, 1 << 20, 1 << 20, 4096, List.of());
        EventStream stream = new EventStream(
                Arrivals.of(Recording.words("x".repeat(200_000)), Recording.words("a"), Recording.METRICS),
                large,
                held,
                words -> false);

        assertThat(Recording.read(stream).failure()).isNull();
        assertThat(held.most).isGreaterThan(200_000);
        assertThat(held.now).isZero();
    }

    private static final class Held implements MemoryShare {
        private long now;
        private long most;

        @Override
        public void take(long bytes) {
            now += bytes;
            most = Math.max(most, now);
        }

        @Override
        public void giveBack(long bytes) {
            now -= bytes;
        }
    }

    private static final class Endless extends InputStream {
        private final byte[] pattern;
        private long position;

        private Endless(byte[] pattern) {
            this.pattern = pattern;
        }

        @Override
        public int available() {
            return 1 << 20;
        }

        @Override
        public int read() {
            return pattern[(int) (position++ % pattern.length)];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
