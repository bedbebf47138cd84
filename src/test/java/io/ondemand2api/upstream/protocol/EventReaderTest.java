package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.upstream.protocol.Recording.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes give the same events, however the network split them. */
class EventReaderTest {

    private static final String SHORT = Recording.words("a\\ud83d\\ude00é") + Recording.HEARTBEAT + Recording.DONE;
    private static final List<OnDemandEvent> SHORT_EVENTS =
            List.of(new OnDemandEvent.Fulfillment("a😀é"), OnDemandEvent.HEARTBEAT, OnDemandEvent.DONE);

    @Test
    void readsAWholeAnswer() {
        assertThat(Recording.read(Recording.WHOLE)).isEqualTo(new Reading(Recording.EVENTS, null));
    }

    @Test
    void readsTheSameWhereverTheBytesAreSplitOnce() {
        for (byte[] bytes : forms(Recording.WHOLE)) {
            for (int cut = 0; cut <= bytes.length; cut++) {
                assertThat(Recording.read(Arrivals.cut(bytes, cut)).events())
                        .as("cut at %d", cut)
                        .isEqualTo(Recording.EVENTS);
            }
        }
    }

    @Test
    void readsTheSameWhereverTheBytesAreSplitTwice() {
        for (byte[] bytes : forms(SHORT)) {
            for (int first = 0; first <= bytes.length; first++) {
                for (int second = first; second <= bytes.length; second++) {
                    List<OnDemandEvent> events =
                            Recording.read(Arrivals.cut(bytes, first, second)).events();
                    if (!events.equals(SHORT_EVENTS)) {
                        assertThat(events).as("cut at %d and %d", first, second).isEqualTo(SHORT_EVENTS);
                    }
                }
            }
        }
    }

    @Test
    void readsTheSameByteByByte() {
        for (byte[] bytes : forms(Recording.WHOLE)) {
            assertThat(Recording.read(Arrivals.byteByByte(bytes))).isEqualTo(new Reading(Recording.EVENTS, null));
        }
    }

    @Test
    void readsTheSameInPiecesOfRandomLength() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = forms(Recording.WHOLE).get(random.nextInt(7));
            int[] cuts = random.ints(20, 0, bytes.length + 1).sorted().toArray();
            assertThat(Recording.read(Arrivals.cut(bytes, cuts)).events()).isEqualTo(Recording.EVENTS);
        }
    }

    /** LF, CRLF and CR, without and with a space after the colon, with a byte order mark, with noise between. */
    private static List<byte[]> forms(String stream) {
        String spaced = stream.replaceAll("(?m)^(event|data):", "$1: ");
        String noisy = ": comment\n\nretry: 3000\nid\n:\n\n\n"
                + stream.replaceAll("(?m)^event:", "id:7\nnonsense\ndatas: x\nevent:");
        return List.of(
                Recording.bytes(stream),
                Recording.bytes(stream.replace("\n", "\r\n")),
                Recording.bytes(stream.replace("\n", "\r")),
                Recording.bytes(spaced),
                Recording.bytes(spaced.replace("\n", "\r\n")),
                Recording.bytes("\uFEFF" + stream),
                Recording.bytes(noisy));
    }

    @Test
    void joinsDataOfSeveralLines() {
        String stream = "data:{\"eventType\":\ndata: \"fulfillment\",\r\nevent: x\ndata:\ndata:\"answer\":\"a\"}\n\n"
                + "data: [DONE]\n\n";

        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(Recording.read(Arrivals.cut(Recording.bytes(stream), cut))
                            .events())
                    .containsExactly(new OnDemandEvent.Fulfillment("a"), OnDemandEvent.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data:\n\n", "data: \n\n", "data:   \n\n", "data:\ndata:\n\n", "event:heartbeat\ndata:{}\n\n"})
    void takesAnEmptyEventForASignOfLife(String frame) {
        assertThat(Recording.read(frame + Recording.DONE).events())
                .containsExactly(OnDemandEvent.HEARTBEAT, OnDemandEvent.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\r"})
    void needsNoBlankLineAfterTheLastEvent(String end) {
        assertThat(Recording.read(Recording.words("a") + "data:[DONE]" + end))
                .isEqualTo(new Reading(List.of(new OnDemandEvent.Fulfillment("a"), OnDemandEvent.DONE), null));
    }

    @Test
    void readsALineOfAMebibyte() {
        String text = "x".repeat(1 << 20);
        byte[] bytes = Recording.bytes(
                Recording.words("a") + Recording.words(text) + Recording.statusLog("all", text) + Recording.DONE);
        List<OnDemandEvent> events = List.of(
                new OnDemandEvent.Fulfillment("a"),
                new OnDemandEvent.Fulfillment(text),
                OnDemandEvent.PROGRESS,
                OnDemandEvent.DONE);

        assertThat(Recording.read(new ByteArrayInputStream(bytes)).events()).isEqualTo(events);
        int[] packets = new int[bytes.length / 1460];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = (i + 1) * 1460;
        }
        assertThat(Recording.read(Arrivals.cut(bytes, packets)).events()).isEqualTo(events);
    }

    @Test
    void readsAnEventOfTheLargestSizeAndRefusesOneThatIsLarger() throws IOException {
        int limit = Recording.LIMITS.eventBytes();

        assertThat(Recording.reader(padded(limit)).read()).containsExactly(OnDemandEvent.HEARTBEAT);
        assertThatThrownBy(() -> Recording.reader(padded(limit + 1)).read())
                .isInstanceOf(UnreadableStreamException.class);
    }

    private static InputStream padded(int dataBytes) {
        return new ByteArrayInputStream(Recording.bytes("data:{" + " ".repeat(dataBytes - 2) + "}\n\n"));
    }

    @Test
    void refusesALineAndAnEventThatNeverEnd() {
        assertThatThrownBy(() -> Recording.reader(endless("x")).read()).isInstanceOf(UnreadableStreamException.class);
        assertThatThrownBy(() -> Recording.reader(endless("data:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"))
                        .read())
                .isInstanceOf(UnreadableStreamException.class);
    }

    private static InputStream endless(String text) {
        byte[] pattern = Recording.bytes(text);
        return new InputStream() {
            private long position;

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
        };
    }

    @Test
    void givesAllThatHasArrivedAndNeverWaitsWhileItHoldsAnEvent() throws IOException {
        Arrivals arrivals = Arrivals.of(
                Recording.words("a")
                        + Recording.words("b")
                        + Recording.words("c").substring(0, 30),
                Recording.words("c").substring(30),
                ": nothing\n\n",
                Recording.words("d") + Recording.words("e"));
        EventReader reader = Recording.reader(arrivals);

        assertThat(reader.read())
                .containsExactly(new OnDemandEvent.Fulfillment("a"), new OnDemandEvent.Fulfillment("b"));
        assertThat(arrivals.waits()).isEqualTo(1);
        assertThat(reader.read()).containsExactly(new OnDemandEvent.Fulfillment("c"));
        assertThat(arrivals.waits()).isEqualTo(2);
        assertThat(reader.read())
                .containsExactly(new OnDemandEvent.Fulfillment("d"), new OnDemandEvent.Fulfillment("e"));
        assertThat(arrivals.waits()).isEqualTo(4);
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void givesInOneBatchWhatIsLongerThanItsBuffer() throws IOException {
        String word = Recording.words("x".repeat(100));
        Arrivals arrivals = Arrivals.of(word.repeat(100), Recording.DONE);

        assertThat(Recording.reader(arrivals).read()).hasSize(100);
        assertThat(arrivals.waits()).isEqualTo(1);
    }

    @Test
    void givesNoMoreInOneBatchThanItMay() throws IOException {
        String word = Recording.words("x");
        Arrivals arrivals = Arrivals.of(word.repeat(10_000));
        EventReader reader = Recording.reader(arrivals);
        int all = 0;
        boolean more = true;
        for (List<OnDemandEvent> events = reader.read(); !events.isEmpty(); events = reader.read()) {
            assertThat((events.size() - 1) * (word.length() - 3)).isLessThanOrEqualTo(Recording.LIMITS.batchBytes());
            all += events.size();
            assertThat(more).isTrue();
            more = reader.more();
        }
        assertThat(all).isEqualTo(10_000);
        assertThat(more).isFalse();
    }

    @Test
    void throwsNothingButIoExceptionsAndAlwaysEndsWhateverTheBytesAre() {
        Random random = new Random(7);
        List<String> words = List.of(
                "data:",
                "data: ",
                "event:message",
                "\n",
                "\n\n",
                "\r\n",
                "\r",
                "[DONE]",
                "[ERROR]",
                ":",
                "{",
                "}",
                "\"",
                "{\"eventType\":\"fulfillment\",\"answer\":\"a\"}",
                "\\ud83d",
                "\uFEFF",
                "thinking",
                "[",
                "]",
                ",",
                "1e999",
                "\"publicMetrics\":{\"inputTokens\":",
                "null",
                "😀",
                "[ERROR]:{\"message\":",
                "\0");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? noise(random) : Recording.bytes(babble(random, words));
            assertThatCode(() -> Recording.read(new ByteArrayInputStream(bytes)))
                    .as("%d", i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void givesTheSameForRandomBytesHoweverTheyAreSplit() {
        Random random = new Random(11);
        List<String> words =
                List.of("data:", "{}", "\n", "\n\n", "\r\n", "[DONE]", "[ERROR]x", "{\"eventType\":\"a\"}", " ", "\r");
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = Recording.bytes(babble(random, words));
            Reading atOnce = Recording.read(new ByteArrayInputStream(bytes));
            Reading byteByByte = Recording.read(Arrivals.byteByByte(bytes));
            assertThat(untilEnd(byteByByte)).as("%d", i).isEqualTo(untilEnd(atOnce));
        }
    }

    /** What follows the end in the same batch does not matter. */
    private static String untilEnd(Reading reading) {
        List<String> seen = new ArrayList<>();
        for (OnDemandEvent event : reading.events()) {
            seen.add(event.toString());
            if (event instanceof OnDemandEvent.Done || event instanceof OnDemandEvent.Failed) {
                return seen.toString();
            }
        }
        return seen + " " + (reading.failure() == null ? "" : reading.failure().failure());
    }

    private static byte[] noise(Random random) {
        byte[] prefix = Recording.bytes(random.nextBoolean() ? "data:" : random.nextBoolean() ? "data:[ERROR]:" : "");
        byte[] bytes = new byte[prefix.length + random.nextInt(40)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(3) == 0) {
                bytes[i] = (byte) random.nextInt(2);
            }
        }
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        return bytes;
    }

    private static String babble(Random random, List<String> words) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }
}
