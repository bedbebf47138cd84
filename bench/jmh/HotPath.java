package io.ondemand2api.bench;

import io.ondemand2api.conversation.ToolCallReader;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.openai.ChatCompletionChunks;
import io.ondemand2api.openai.CompletionIdentity;
import io.ondemand2api.upstream.protocol.EventStream;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one token costs in the three rooms that it passes, network and threads aside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotPath {

    private static final int TOKENS = 200;

    private final byte[] answer = answer();
    private final List<AnswerPart> parts = parts();
    private final List<String> prose = deltas("The quick brown fox jumps over <b>lazy</b> dogs, {\"and\": \"so on\"}. ");
    private final List<String> call = deltas(
            "I look. <tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\",\"days\":3}}</tool_call>");
    private final Toolset tools =
            new Toolset(List.of(new Tool("get_weather", null, null, false)), ToolChoice.AUTO, true);
    private final ByteSink out = new ByteSink(4096);

    private static byte[] answer() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < TOKENS; i++) {
            text.append("event:message\ndata:{\"sessionId\": \"665f1f77bcf86cd799439011\", \"messageId\": \"m\", \"answer\": \" word ")
                    .append(i)
                    .append("\", \"status\": \"processing\", \"eventIndex\": ")
                    .append(i)
                    .append(", \"eventType\": \"fulfillment\"}\n\n");
        }
        return text.append("event:message\ndata:[DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<AnswerPart> parts() {
        List<AnswerPart> parts = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            parts.add(new AnswerPart.Text(" word " + i));
        }
        return parts;
    }

    /** So many pieces of four characters. */
    private static List<String> deltas(String text) {
        String all = text.repeat(TOKENS * 4 / text.length() + 1);
        List<String> deltas = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            deltas.add(all.substring(i * 4, i * 4 + 4));
        }
        return deltas;
    }

    /** OnDemand's frames to events. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void readEvents(Blackhole hole) throws GatewayException {
        EventStream stream = new EventStream(new ByteArrayInputStream(answer));
        while (!stream.ended()) {
            hole.consume(stream.next());
        }
    }

    /** Parts of an answer to OpenAI's chunks. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void writeChunks(Blackhole hole) {
        ChatCompletionChunks chunks =
                new ChatCompletionChunks(new CompletionIdentity("chatcmpl-1", "gpt-4o", 1735689600), false);
        chunks.begin(out);
        for (AnswerPart part : parts) {
            chunks.write(part, out);
            hole.consume(out.drain());
        }
    }

    /** Text of a model that was offered tools and calls none. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void passTextByTools(Blackhole hole) {
        read(prose, hole);
    }

    /** Text that is full of calls. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void parseToolCalls(Blackhole hole) {
        read(call, hole);
    }

    private void read(List<String> deltas, Blackhole hole) {
        ToolCallReader reader = new ToolCallReader(tools);
        for (String delta : deltas) {
            hole.consume(reader.pass(delta));
        }
        hole.consume(reader.rest());
        hole.consume(reader.calls());
    }
}
