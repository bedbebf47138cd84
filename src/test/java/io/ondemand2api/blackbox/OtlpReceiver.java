package io.ondemand2api.blackbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A collector of traces: reads OTLP's protobuf over HTTP, as far as spans go. */
final class OtlpReceiver implements AutoCloseable {

    /** A span as it came over the wire; attributes as text. */
    record ReceivedSpan(
            String traceId,
            String spanId,
            String parentId,
            String name,
            long kind,
            long start,
            long end,
            Map<String, String> attributes) {}

    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            read(ByteBuffer.wrap(body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<ReceivedSpan> spans() {
        return spans;
    }

    /** All that came, for searches. */
    String text() {
        return String.join("", bodies);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void read(ByteBuffer request) {
        // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans
        fields(
                request,
                (resource, resourceSpans) -> fields((ByteBuffer) resourceSpans, (scope, scopeSpans) -> {
                    if (scope == 2) {
                        fields((ByteBuffer) scopeSpans, (number, span) -> {
                            if (number == 2) {
                                spans.add(span((ByteBuffer) span));
                            }
                        });
                    }
                }));
    }

    private static ReceivedSpan span(ByteBuffer message) {
        Map<Integer, Object> one = new LinkedHashMap<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        fields(message, (number, value) -> {
            if (number == 9) {
                List<Object> pair = new ArrayList<>();
                fields((ByteBuffer) value, (part, content) -> pair.add(content));
                attributes.put(text(pair.get(0)), any((ByteBuffer) pair.get(1)));
            } else {
                one.put(number, value);
            }
        });
        return new ReceivedSpan(
                hex(one.get(1)),
                hex(one.get(2)),
                hex(one.get(4)),
                text(one.get(5)),
                (Long) one.get(6),
                (Long) one.get(7),
                (Long) one.get(8),
                attributes);
    }

    private static String any(ByteBuffer message) {
        StringBuilder text = new StringBuilder();
        fields(message, (number, value) -> {
            if (number == 5) {
                fields((ByteBuffer) value, (index, element) -> text.append(any((ByteBuffer) element)));
            } else {
                text.append(value instanceof ByteBuffer ? text(value) : value.toString());
            }
        });
        return text.toString();
    }

    private static void fields(ByteBuffer message, BiConsumer<Integer, Object> reader) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            int number = (int) (key >>> 3);
            switch ((int) key & 7) {
                case 0 -> reader.accept(number, varint(in));
                case 1 -> reader.accept(number, in.getLong());
                case 2 -> {
                    int length = (int) varint(in);
                    reader.accept(number, in.slice(in.position(), length));
                    in.position(in.position() + length);
                }
                case 5 -> reader.accept(number, (long) in.getInt());
                default -> throw new IllegalArgumentException("no protobuf");
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String text(Object bytes) {
        return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
    }

    private static String hex(Object bytes) {
        if (bytes == null) {
            return "";
        }
        byte[] copy = new byte[((ByteBuffer) bytes).remaining()];
        ((ByteBuffer) bytes).duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
