package io.ondemand2api.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.WellFormedText;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What must be true of every reader of requests, whatever bytes it is given: a conversation and a question that the
 * upstream can read, or the caller's mistake; and it costs little time and memory.
 */
public final class FuzzedReader {

    /** What reading a body and making the question of it may cost: nanoseconds of a processor, and bytes. */
    private static final long MAX_CPU = 200_000_000;

    private static final long MAX_BYTES = 50_000_000;
    private static final int MAX_MESSAGE = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON = new JsonMapper();

    private FuzzedReader() {}

    /** A reader of one dialect. */
    public interface Reading {

        /** What is asked in this body. */
        Conversation of(byte[] body) throws GatewayException;
    }

    /** Reads this body, and gives what its sender is told when it is refused, else null. */
    public static GatewayError check(Reading reading, byte[] body) throws IOException {
        Conversation conversation = null;
        GatewayException refusal = null;
        // the first time may load classes, and the compiler may be at work in the second
        for (int round = 1; round <= 3; round++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            try {
                conversation = reading.of(body);
            } catch (GatewayException wrong) {
                refusal = wrong;
            }
            byte[] question = conversation == null
                    ? null
                    : UpstreamBodies.query(conversation, conversation.turns(), Endpoint.unlisted("e"));
            cpu = THREADS.getCurrentThreadCpuTime() - cpu;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            if (question != null) {
                mustBeJson(question);
            }
            if (cpu < MAX_CPU && allocated < MAX_BYTES) {
                break;
            }
            assertThat(round).as("%d ms, %d bytes", cpu / 1_000_000, allocated).isLessThan(3);
        }
        if (refusal == null) {
            assertThat(conversation.model()).isNotBlank();
            assertThat(conversation.turns()).isNotEmpty();
            return null;
        }
        assertThat(refusal).isInstanceOf(InvalidRequestException.class);
        GatewayError error = GatewayError.of(refusal);
        assertThat(error.status()).isBetween(400, 499);
        assertThat(error.message()).isNotBlank().hasSizeLessThan(MAX_MESSAGE);
        return error;
    }

    private static void mustBeJson(byte[] question) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(question))
                .toString();
        String query = JSON.readTree(text).path("query").textValue();
        assertThat(WellFormedText.of(query)).isEqualTo(query);
    }
}
