package io.ondemand2api.server.eventloop.connection;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.server.ErrorResponses;
import io.ondemand2api.server.ServerLimits;
import io.ondemand2api.server.StandardHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Looks at each request before it is routed: a request that a proxy in front could read in another way than this server
 * is refused, and its connection closed.
 */
public final class RequestGuard implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> next;
    private final ErrorResponses errors;

    public RequestGuard(Handler<HttpServerRequest> next, ErrorResponses errors) {
        this.next = next;
        this.errors = errors;
    }

    @Override
    public void handle(HttpServerRequest request) {
        GatewayError objection = objection(request);
        if (objection == null) {
            next.handle(request);
        } else {
            refuse(request, objection, errors);
        }
    }

    private static GatewayError objection(HttpServerRequest request) {
        HttpVersion version = request.version();
        if (version == null) {
            return GatewayError.unsupportedVersion();
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            if (!chunked(request)) {
                return GatewayError.unsupportedTransferEncoding();
            }
            if (version == HttpVersion.HTTP_1_0 || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                return GatewayError.malformedRequest();
            }
        }
        boolean nameless = request.headers().contains("");
        return nameless || request.headers().getAll(HttpHeaders.HOST).size() > 1
                ? GatewayError.malformedRequest()
                : null;
    }

    private static boolean chunked(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
    }

    /** Answers what the decoder could not read. */
    public static void refuseUnreadable(HttpServerRequest request, ServerLimits limits, ErrorResponses errors) {
        Throwable fault = request.decoderResult().cause();
        GatewayError error;
        if (fault instanceof StrictRequestDecoder.FoldedHeaderException) {
            error = GatewayError.malformedRequest();
        } else if (fault instanceof TooLongHttpLineException) {
            error = GatewayError.uriTooLong(limits.maxRequestLineBytes());
        } else if (fault instanceof TooLongFrameException) {
            error = GatewayError.headersTooLarge(limits.maxHeaderBytes());
        } else if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && !chunked(request)) {
            error = GatewayError.unsupportedTransferEncoding();
        } else {
            error = GatewayError.malformedRequest();
        }
        refuse(request, error, errors);
    }

    private static void refuse(HttpServerRequest request, GatewayError error, ErrorResponses errors) {
        HttpServerResponse response = request.response();
        StandardHeaders.put(response, request.getHeader(StandardHeaders.REQUEST_ID));
        response.putHeader(StandardHeaders.PROCESSING_TIME, "0");
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        errors.answer(request, error);
    }
}
