package io.ondemand2api.server;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;

/**
 * The bytes of a body as they come, in pieces that are never copied to a larger array. Room is taken for each twice: for
 * the piece, and for its place in the whole.
 */
final class BodyBytes {

    private final int limit;
    private final Admission.Ticket ticket;
    private final ByteArrayBuilder pieces = new ByteArrayBuilder();
    private int size;

    /**
     * @param limit the most bytes
     * @param ticket the share of the memory of which room is taken
     */
    BodyBytes(int limit, Admission.Ticket ticket) {
        this.limit = limit;
        this.ticket = ticket;
    }

    /** @throws RefusedException with 413 beyond the limit, with 503 when the share gives no more */
    void add(byte[] piece, int count) throws RefusedException {
        if (size + (long) count > limit) {
            throw new RefusedException(GatewayError.requestTooLarge(limit));
        }
        if (!ticket.tryTake(2L * count)) {
            throw new RefusedException(GatewayError.of(ticket.noRoom(2L * count)));
        }
        pieces.write(piece, 0, count);
        size += count;
    }

    /** All bytes in one array, which is all that the share still counts; afterwards there are none here. */
    byte[] whole() {
        byte[] whole = pieces.toByteArray();
        pieces.release();
        ticket.giveBack(size);
        size = 0;
        return whole;
    }
}
