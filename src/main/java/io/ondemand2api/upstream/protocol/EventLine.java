package io.ondemand2api.upstream.protocol;

import java.util.Arrays;

/** One line of a stream of events. */
final class EventLine {

    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private EventLine() {}

    /** Where the value of a data field starts; -1 when the line is any other. */
    static int data(byte[] buffer, int start, int end) {
        int colon = start + DATA.length;
        if (colon >= end || buffer[colon] != ':' || !Arrays.equals(buffer, start, colon, DATA, 0, DATA.length)) {
            return -1;
        }
        int value = colon + 1;
        return value < end && buffer[value] == ' ' ? value + 1 : value;
    }

    /** Where the first line of the stream starts. */
    static int afterByteOrderMark(byte[] buffer, int end) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = end >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length);
        return marked ? length : 0;
    }
}
