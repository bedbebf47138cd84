package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events from a stream of bytes, however the network split them: lines may end in LF, CR or CRLF, a
 * field may or may not have a space after its colon, data may span several lines. Comments, unknown fields and lines
 * that are no field at all are passed over. Gives in one list all events whose bytes have already arrived, up to a bound,
 * so that they can leave in one write, and never waits for a next one while it holds one. Not safe for several threads.
 */
final class EventReader {

    private static final int INITIAL_BYTES = 4096;
    /** A buffer that has grown beyond this is not kept once it is empty. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final InputStream in;
    private final StreamMeter meter;
    private final MemoryShare memory;
    private final StreamPosition position = new StreamPosition();
    private final int mostEventBytes;
    private final int mostBatchBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    /** Where the first unread line starts, where the search for its end goes on, and where the read bytes end. */
    private int lineStart;

    private int searched;
    private int filled;
    private boolean ended;
    private boolean first = true;
    /** The last line ended in CR, so that a LF right behind it is part of its end. */
    private boolean afterReturn;

    private int batchBytes;
    private boolean more;
    /** What the stream ended with, once the events before it are handed out. */
    private IOException broken;

    /** Data of the event under way: a range of the buffer while it is one line, which is all that OnDemand sends. */
    private int dataStart = -1;

    private int dataEnd;
    /** Data of the event under way once it spans several lines. */
    private final JoinedData joined;

    EventReader(InputStream in, StreamLimits limits, StreamMeter meter, MemoryShare memory) {
        this.in = in;
        this.meter = meter;
        this.memory = memory;
        this.joined = new JoinedData(limits.eventBytes(), memory);
        this.mostEventBytes = limits.eventBytes();
        this.mostBatchBytes = limits.batchBytes();
    }

    /**
     * Waits for the next bytes that complete an event.
     *
     * @return at least one event, or an empty list at the end of the stream
     * @throws IOException when the stream breaks
     * @throws UnreadableStreamException when an event cannot be read, or too much came
     */
    List<OnDemandEvent> read() throws IOException {
        if (broken != null) {
            throw broken;
        }
        List<OnDemandEvent> events = new ArrayList<>(4);
        batchBytes = 0;
        more = false;
        try {
            while (true) {
                OnDemandEvent event = nextBuffered();
                if (event != null) {
                    meter.event();
                    events.add(event);
                    if (batchBytes > mostBatchBytes) {
                        more = true;
                        return events;
                    }
                } else if (ended || (!events.isEmpty() && in.available() <= 0)) {
                    return events;
                } else {
                    fill();
                }
            }
        } catch (IOException e) {
            broken = e;
            if (events.isEmpty()) {
                throw e;
            }
            // what came before it is good, and goes first
            return events;
        }
    }

    /** How far the stream was read. */
    StreamPosition position() {
        return position;
    }

    /** True when there may be more to read without waiting: the batch was full. */
    boolean more() {
        return more;
    }

    private OnDemandEvent nextBuffered() throws UnreadableStreamException {
        while (true) {
            passLineFeed();
            int lineEnd = endOfLine();
            if (lineEnd < 0) {
                return null;
            }
            int start = first ? EventLine.afterByteOrderMark(buffer, lineEnd) : lineStart;
            first = false;
            afterReturn = lineEnd < filled && buffer[lineEnd] == '\r';
            batchBytes += lineEnd - lineStart;
            lineStart = Math.min(lineEnd + 1, filled);
            searched = lineStart;
            if (lineEnd > start) {
                field(start, lineEnd);
            } else if (dataStart >= 0) {
                return dispatch(lineEnd == filled);
            }
        }
    }

    private void passLineFeed() {
        if (afterReturn && lineStart < filled) {
            afterReturn = false;
            if (buffer[lineStart] == '\n') {
                lineStart++;
                searched = Math.max(searched, lineStart);
            }
        }
    }

    /** The index of the line's LF or CR, or the end of the stream for a last line that lacks one; -1 when it is not there. */
    private int endOfLine() {
        for (int i = searched; i < filled; i++) {
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                return i;
            }
        }
        searched = filled;
        if (ended && (lineStart < filled || dataStart >= 0)) {
            return filled;
        }
        return -1;
    }

    private void field(int start, int end) throws UnreadableStreamException {
        int value = EventLine.data(buffer, start, end);
        if (value < 0) {
            return;
        }
        if (dataStart < 0) {
            dataStart = value;
            dataEnd = end;
        } else {
            join(value, end);
        }
    }

    private void join(int value, int end) throws UnreadableStreamException {
        if (joined.isEmpty()) {
            joined.add(buffer, dataStart, dataEnd);
        }
        joined.add(buffer, value, end);
    }

    /** @param cut true when the stream ended before the event's blank line: what is no event then is none at all */
    private OnDemandEvent dispatch(boolean cut) throws UnreadableStreamException {
        boolean oneLine = joined.isEmpty();
        byte[] bytes = oneLine ? buffer : joined.drain();
        int from = oneLine ? dataStart : 0;
        int to = oneLine ? dataEnd : bytes.length;
        dataStart = -1;
        if (to - from > mostEventBytes) {
            throw new UnreadableStreamException(UpstreamFailures.overlong());
        }
        try {
            return EventParser.parse(bytes, from, to, position);
        } catch (IOException e) {
            if (cut) {
                return null;
            }
            throw new UnreadableStreamException(UpstreamFailures.badFrame());
        }
    }

    private void fill() throws IOException {
        if (filled == buffer.length) {
            makeRoom();
        } else if (lineStart == filled && dataStart < 0 && buffer.length > KEPT_BYTES) {
            memory.giveBack(buffer.length - (long) INITIAL_BYTES);
            buffer = new byte[INITIAL_BYTES];
            lineStart = searched = filled = 0;
        }
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            ended = true;
        } else {
            filled += count;
            meter.received(count);
        }
    }

    /** Moves what is still needed to the front, and grows when that is most of the buffer. */
    private void makeRoom() throws UnreadableStreamException {
        int keep = dataStart >= 0 && joined.isEmpty() ? dataStart : lineStart;
        int needed = filled - keep;
        if (needed > mostEventBytes) {
            throw new UnreadableStreamException(UpstreamFailures.overlong());
        }
        byte[] target = buffer;
        if (needed > buffer.length / 2) {
            grow(buffer.length);
            target = new byte[buffer.length * 2];
        }
        System.arraycopy(buffer, keep, target, 0, needed);
        buffer = target;
        lineStart -= keep;
        searched -= keep;
        filled -= keep;
        if (dataStart >= 0 && joined.isEmpty()) {
            dataStart -= keep;
            dataEnd -= keep;
        }
    }

    private void grow(int bytes) throws UnreadableStreamException {
        try {
            memory.take(bytes);
        } catch (GatewayException full) {
            throw new UnreadableStreamException(full);
        }
    }
}
