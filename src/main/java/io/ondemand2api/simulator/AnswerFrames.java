package io.ondemand2api.simulator;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Writes an answer as the service's frames: LF, no space after {@code event:} and {@code data:}, two serialisers,
 * heartbeats, and {@code [DONE]} two seconds behind the metrics.
 */
final class AnswerFrames {

    private static final ObjectMapper COMPACT = new ObjectMapper();
    /** The serialiser of the answer's own frames escapes all but ASCII. */
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Duration FIRST_WORD = Duration.ofMillis(150);
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(20);
    private static final Duration TAIL = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final OutputStream out;
    private final String ids;
    private final long began = System.nanoTime();
    private long nextHeartbeat = began + HEARTBEAT.toNanos();
    private int index;

    AnswerFrames(OutputStream out, String session, String message) {
        this.out = out;
        this.ids = "\"sessionId\":\"" + session + "\",\"messageId\":\"" + message + "\"";
    }

    void write(SimulatedAnswer answer) throws IOException, InterruptedException {
        pause(FIRST_WORD);
        for (String thought : answer.thinking()) {
            frame(
                    "thinking",
                    "fulfillment_thinking",
                    "\"thinking\":{\"delta\":" + COMPACT.writeValueAsString(thought) + "}");
            pause(BETWEEN_WORDS);
        }
        int written = 0;
        for (String word : answer.words()) {
            word(word);
            written += word.length();
            pause(BETWEEN_WORDS);
        }
        frame("message", "metricsLog", "\"publicMetrics\":" + metrics(answer.charactersRead(), written));
        pause(TAIL);
        send("event:message\ndata:[DONE]\n\n");
    }

    private void word(String word) throws IOException {
        send("event:message\ndata:{" + ids.replace(":", ": ").replace(",", ", ") + ", \"answer\": "
                + ASCII.writeValueAsString(word) + ", \"status\": \"processing\", \"eventIndex\": " + ++index
                + ", \"eventType\": \"fulfillment\"}\n\n");
    }

    private void frame(String event, String type, String rest) throws IOException {
        send("event:" + event + "\ndata:{" + ids + ",\"eventIndex\":" + ++index + ",\"eventType\":\"" + type
                + "\",\"status\":\"processing\"," + rest + "}\n\n");
    }

    private String metrics(int read, int written) {
        String seconds = String.format(Locale.ROOT, "%.2f", (System.nanoTime() - began) / 1e9);
        int in = tokens(read);
        int out = tokens(written);
        return "{\"inputTokens\":" + in + ",\"outputTokens\":" + out + ",\"totalTokens\":" + (in + out)
                + ",\"ragTimeSec\":0,\"fulfillmentTimeSec\":" + seconds + ",\"totalTimeSec\":" + seconds + "}";
    }

    private static int tokens(int characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    private void pause(Duration time) throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            long beat = nextHeartbeat - System.nanoTime();
            if (beat <= 0) {
                nextHeartbeat += HEARTBEAT.toNanos();
                send("event:heartbeat\ndata:{" + ids + ",\"time\":\""
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}\n\n");
            } else {
                Thread.sleep(Duration.ofNanos(Math.min(left, beat)).toMillis() + 1);
            }
        }
    }

    private void send(String frame) throws IOException {
        out.write(frame.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
