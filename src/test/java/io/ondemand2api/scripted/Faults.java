package io.ondemand2api.scripted;

import java.time.Duration;

/** The ways in which a behaviour can go wrong, by name; each gives a behaviour that is the same but for this. */
public sealed interface Faults permits Behaviour {

    // ---- faults before the headers

    /** The same with another beginning. */
    Behaviour opening(Opening other);

    /** This answer instead. */
    default Behaviour replying(Reply reply) {
        return opening(new Opening.Instead(reply));
    }

    /** An error of the API instead, such as 429, rate_limit_exceeded. */
    default Behaviour refusing(int status, String errorCode, String message) {
        return replying(Reply.error(status, errorCode, message));
    }

    /** 429, with a Retry-After of so many seconds, or without one when it is null. */
    default Behaviour throttling(Integer retryAfterSeconds) {
        Reply reply = Reply.error(429, "rate_limit_exceeded", "Rate limit exceeded");
        return replying(retryAfterSeconds == null ? reply : reply.header("Retry-After", retryAfterSeconds.toString()));
    }

    /** The CDN's 403, error 1010, in HTML. */
    default Behaviour refusedByCdn() {
        return replying(Reply.html(
                403,
                "<!DOCTYPE html><html><head><title>Access denied</title></head><body>error code: 1010</body></html>"));
    }

    /** The CDN's 502, in HTML. */
    default Behaviour badGateway() {
        return replying(Reply.html(
                502, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"));
    }

    /** TCP RST before any header. */
    default Behaviour resetBeforeHeaders() {
        return opening(new Opening.Reset());
    }

    /** FIN without a byte; on a kept-alive connection, one that closes under the request. */
    default Behaviour closedBeforeHeaders() {
        return opening(new Opening.Close());
    }

    /** No answer, until the client leaves or the simulator is closed. */
    default Behaviour neverAnswering() {
        return opening(new Opening.Silence());
    }

    // ---- faults in the stream

    /** Something happens after so many deltas of the answer; 0 = before the first. */
    Behaviour interrupted(int afterDeltas, Interruption.Act act);

    /** The body ends cleanly, but without any terminator of the stream. */
    default Behaviour cutAfter(int deltas) {
        return interrupted(deltas, new Interruption.End());
    }

    /** The connection is closed (FIN) in the middle of a chunk. */
    default Behaviour droppedAfter(int deltas) {
        return interrupted(deltas, new Interruption.Drop(false));
    }

    /** The connection is reset (RST) in the middle of a chunk. */
    default Behaviour resetAfter(int deltas) {
        return interrupted(deltas, new Interruption.Drop(true));
    }

    /** Dead silence for a while, heartbeats and all; then the answer goes on. */
    default Behaviour silentAfter(int deltas, Duration time) {
        return interrupted(deltas, new Interruption.Stall(time, false));
    }

    /** Only heartbeats for a while; then the answer goes on. */
    default Behaviour stalledAfter(int deltas, Duration time) {
        return interrupted(deltas, new Interruption.Stall(time, true));
    }

    /** A frame whose JSON breaks off; the answer goes on. */
    default Behaviour malformedAfter(int deltas) {
        return interrupted(deltas, new Interruption.Malformed());
    }

    /** An [ERROR] frame and the end. */
    default Behaviour errorAfter(int deltas, String errorCode, String message) {
        return interrupted(deltas, new Interruption.Error(errorCode, message));
    }
}
