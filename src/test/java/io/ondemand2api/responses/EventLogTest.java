package io.ondemand2api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final MemoryShare ROOM = new Room(Long.MAX_VALUE);

    private static final class Room implements MemoryShare {
        private long left;

        Room(long bytes) {
            left = bytes;
        }

        @Override
        public void take(long bytes) throws GatewayException {
            left -= bytes;
            if (left < 0) {
                throw new GatewayException(Failure.OVERLOADED, "no room");
            }
        }

        @Override
        public void giveBack(long bytes) {
            left += bytes;
        }
    }

    /** A client that keeps what it reads. */
    private static final class Reader implements ResponseChannel {
        final List<String> read = new ArrayList<>();
        volatile boolean left;
        volatile boolean ended;
        volatile Runnable whenClosed = () -> {};

        @Override
        public void whenClosed(Runnable action) {
            whenClosed = action;
        }

        @Override
        public boolean closed() {
            return left;
        }

        @Override
        public boolean waiting() {
            return false;
        }

        @Override
        public long lastWrite() {
            return 0;
        }

        @Override
        public String requestId() {
            return "req";
        }

        @Override
        public void beginStream(Map<String, String> headers) {}

        @Override
        public boolean write(byte[] bytes) {
            read.add(new String(bytes, StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public boolean writeUnlessBusy(Supplier<byte[]> bytes) {
            return false;
        }

        @Override
        public void endStream(byte[] bytes) {
            ended = true;
        }

        @Override
        public boolean answer(int status, Map<String, String> headers, byte[] body) {
            return false;
        }
    }

    private static void append(EventLog log, String text) {
        log.append(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(EventLog log, int from) {
        Reader reader = new Reader();
        log.follow(reader, from);
        assertThat(reader.ended).isTrue();
        return reader.read;
    }

    @Test
    void eachEventIsReadByItsNumberWithTheCommentBeforeIt() {
        String stream = "event: a\ndata: 0\n\nevent: b\ndata: 1\n\n: usage is estimated\n\nevent: c\ndata: 2\n\n";
        for (int split = 0; split <= stream.length(); split++) {
            EventLog log = new EventLog(1000, ROOM);
            append(log, stream.substring(0, split));
            append(log, stream.substring(split));
            log.end();

            assertThat(read(log, 0))
                    .as("split at %d", split)
                    .containsExactly(
                            "event: a\ndata: 0\n\n",
                            "event: b\ndata: 1\n\n",
                            ": usage is estimated\n\nevent: c\ndata: 2\n\n");
            assertThat(read(log, 2)).hasSize(1);
            assertThat(read(log, 3)).isEmpty();
            assertThat(log.bytes()).isEqualTo(stream.length());
        }
    }

    @Test
    void aReaderGetsWhatComesLaterAndNoMoreAfterItsEnd() throws Exception {
        EventLog log = new EventLog(1000, ROOM);
        append(log, "data: 0\n\n");
        Reader reader = new Reader();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> log.follow(reader, 0));

        append(log, "data: 1\n\n");
        log.end();
        append(log, "data: 2\n\n");

        reading.get(5, TimeUnit.SECONDS);
        assertThat(reader.read).containsExactly("data: 0\n\n", "data: 1\n\n");
    }

    @Test
    void aReaderThatLeavesIsNotWaitedFor() throws Exception {
        EventLog log = new EventLog(1000, ROOM);
        Reader reader = new Reader();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> log.follow(reader, 0));

        reader.left = true;
        reader.whenClosed.run();

        reading.get(5, TimeUnit.SECONDS);
        assertThat(reader.ended).isTrue();
    }

    @Test
    void whatIsBeyondItsBoundOrHasNoRoomIsNotKept() {
        EventLog large = new EventLog(10, ROOM);
        EventLog noRoom = new EventLog(1000, new Room(10));
        for (EventLog log : List.of(large, noRoom)) {
            append(log, "data: 0\n\n");
            assertThat(log.lost()).isFalse();
            append(log, "data: 1\n\n");

            assertThat(log.lost()).isTrue();
            assertThat(log.bytes()).isZero();
            assertThat(read(log, 0)).isEmpty();
        }
        assertThat(new EventLog(0, null).lost()).isTrue();
    }
}
