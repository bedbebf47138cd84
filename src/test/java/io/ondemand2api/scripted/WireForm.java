package io.ondemand2api.scripted;

/**
 * How the bytes of an answer are laid on the wire, for any content.
 *
 * @param gzip true for a gzip-encoded body, whether or not the client asked
 * @param pieceSize most bytes to send by one call; 0 for no limit
 * @param crlf true to end the lines of frames with CR LF instead of LF
 * @param closesUnderNextRequest true to keep the connection after this answer, and to close it without a byte when the
 *     next request has come
 * @param breaksAfter bytes of a stream after which its connection breaks; 0 for never
 */
public record WireForm(boolean gzip, int pieceSize, boolean crlf, boolean closesUnderNextRequest, int breaksAfter) {

    /** Plain, unsplit, LF, as the real service sends [C]. */
    public static final WireForm USUAL = new WireForm(false, 0, false, false, 0);

    public WireForm {
        if (pieceSize < 0) {
            throw new IllegalArgumentException("piece size " + pieceSize);
        }
    }

    /** How many of the bytes that are left to send by the next call. */
    int pieceOf(int left) {
        return pieceSize == 0 ? left : Math.min(pieceSize, left);
    }
}
