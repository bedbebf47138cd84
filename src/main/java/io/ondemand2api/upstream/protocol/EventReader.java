package io.ondemand2api.upstream.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads server-sent events from a stream of bytes, however the network split them: lines may end in LF or CRLF, a field
 * may or may not have a space after its colon, data may span several lines. Comments, unknown fields and lines that
 * are no field at all are passed over. Gives in one list all events whose bytes have already arrived, so that they can
 * leave in one write, and never waits for a next one while it holds one. Not safe for several threads.
 */
final class EventReader {

    /** One event may hold a whole answer on one line; beyond this it is refused. */
    static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final int INITIAL_BYTES = 4096;
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL_BYTES];
    /** Where the first unread line starts, where the search for its end goes on, and where the read bytes end. */
    private int lineStart;

    private int searched;
    private int filled;
    private boolean ended;
    private boolean first = true;
    /** What the stream ended with, once the events before it are handed out. */
    private IOException broken;

    /** Data of the event under way: a range of the buffer while it is one line, which is all that OnDemand sends. */
    private int dataStart = -1;

    private int dataEnd;
    /** Data of the event under way once it spans several lines. */
    private ByteArrayOutputStream joined;

    EventReader(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for the next bytes that complete an event.
     *
     * @return at least one event, or an empty list at the end of the stream
     * @throws IOException when the stream breaks
     * @throws BadFrameException when an event cannot be read
     */
    List<OnDemandEvent> read() throws IOException {
        if (broken != null) {
            throw broken;
        }
        List<OnDemandEvent> events = new ArrayList<>(4);
        try {
            while (true) {
                OnDemandEvent event = nextBuffered();
                if (event != null) {
                    events.add(event);
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

    private OnDemandEvent nextBuffered() throws BadFrameException {
        while (true) {
            int lineEnd = endOfLine();
            if (lineEnd < 0) {
                return null;
            }
            int start = first ? afterByteOrderMark(lineEnd) : lineStart;
            first = false;
            int end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            lineStart = Math.min(lineEnd + 1, filled);
            searched = lineStart;
            if (end > start) {
                field(start, end);
            } else if (dataStart >= 0) {
                return dispatch(lineEnd == filled);
            }
        }
    }

    private int afterByteOrderMark(int lineEnd) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = lineEnd >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length);
        return marked ? length : 0;
    }

    /** The index of the line feed, or the end of the stream for a last line that lacks one; -1 when it is not there. */
    private int endOfLine() {
        for (int i = searched; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        searched = filled;
        if (ended && (lineStart < filled || dataStart >= 0)) {
            return filled;
        }
        return -1;
    }

    private void field(int start, int end) {
        if (end - start < DATA.length + 1 || buffer[start + DATA.length] != ':') {
            return;
        }
        for (int i = 0; i < DATA.length; i++) {
            if (buffer[start + i] != DATA[i]) {
                return;
            }
        }
        int value = start + DATA.length + 1;
        if (value < end && buffer[value] == ' ') {
            value++;
        }
        if (dataStart < 0) {
            dataStart = value;
            dataEnd = end;
        } else {
            join(value, end);
        }
    }

    private void join(int value, int end) {
        if (joined == null) {
            joined = new ByteArrayOutputStream();
            joined.write(buffer, dataStart, dataEnd - dataStart);
        }
        joined.write('\n');
        joined.write(buffer, value, end - value);
    }

    /** @param cut true when the stream ended before the event's blank line: what is no event then is none at all */
    private OnDemandEvent dispatch(boolean cut) throws BadFrameException {
        byte[] bytes = joined == null ? buffer : joined.toByteArray();
        int from = joined == null ? dataStart : 0;
        int to = joined == null ? dataEnd : bytes.length;
        dataStart = -1;
        joined = null;
        if (to - from > MAX_EVENT_BYTES) {
            throw new BadFrameException();
        }
        try {
            return EventParser.parse(bytes, from, to);
        } catch (IOException e) {
            if (cut) {
                return null;
            }
            throw new BadFrameException();
        }
    }

    private void fill() throws IOException {
        if (filled == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            ended = true;
        } else {
            filled += count;
        }
    }

    /** Moves what is still needed to the front, and grows when that is most of the buffer. */
    private void makeRoom() throws BadFrameException {
        int keep = dataStart >= 0 && joined == null ? dataStart : lineStart;
        int needed = filled - keep;
        if (needed > MAX_EVENT_BYTES || (joined != null && joined.size() > MAX_EVENT_BYTES)) {
            throw new BadFrameException();
        }
        byte[] target = needed > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, keep, target, 0, needed);
        buffer = target;
        lineStart -= keep;
        searched -= keep;
        filled -= keep;
        if (dataStart >= 0 && joined == null) {
            dataStart -= keep;
            dataEnd -= keep;
        }
    }

    /** An event that nobody can read. */
    static final class BadFrameException extends IOException {

        private static final long serialVersionUID = 1L;

        BadFrameException() {
            super("an event that cannot be read");
        }
    }
}
