package io.ondemand2api.server;

import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a request's body, bounded in size and time; its content type is ignored. */
final class RequestBody {

    private RequestBody() {}

    /**
     * @param request paused, so that nothing was read of it yet
     * @param limit the most bytes
     * @param patience the longest time for all of it
     * @param ticket the request's place, whose share of the memory for bodies is left with what the result takes
     * @throws RefusedException when it is too large, too slow or broken
     */
    static byte[] read(HttpServerRequest request, int limit, Duration patience, Admission.Ticket ticket)
            throws RefusedException, InterruptedException {
        ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        if (announced(request) > limit) {
            discard(request, limit);
            throw new RefusedException(GatewayError.requestTooLarge(limit));
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        CompletableFuture<BodyBytes> arrived = new CompletableFuture<>();
        BodyBytes body = new BodyBytes(limit, ticket);
        request.exceptionHandler(arrived::completeExceptionally);
        request.endHandler(end -> arrived.complete(body));
        request.handler(piece -> {
            try {
                body.add(piece.getBytes(), piece.length());
            } catch (RefusedException tooMuch) {
                discard(request, limit);
                arrived.completeExceptionally(tooMuch);
            }
        });
        request.resume();
        // what follows takes longest of all; and when this thread goes on, the body is usually there already
        EventLoopThreads.begin();
        try {
            byte[] sent = arrived.get(patience.toNanos(), TimeUnit.NANOSECONDS).whole();
            return coding.decode(sent, limit, ticket);
        } catch (TimeoutException slow) {
            request.response().bodyEndHandler(answered -> request.connection().close());
            throw new RefusedException(GatewayError.requestTimeout());
        } catch (ExecutionException broken) {
            throw broken.getCause() instanceof RefusedException refused
                    ? refused
                    : new RefusedException(GatewayError.requestTimeout());
        }
    }

    /**
     * Lets the rest of a refused body arrive and forgets it: a client that still sends does not read its answer, and
     * closing under it would take the answer away. A client that goes on and on is cut off.
     */
    static void discard(HttpServerRequest request, int limit) {
        AtomicLong left = new AtomicLong(10L * limit);
        request.endHandler(end -> {});
        request.handler(piece -> {
            if (left.addAndGet(-piece.length()) < 0) {
                request.connection().close();
            }
        });
        request.resume();
    }

    static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
