package io.ondemand2api.edge;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.ondemand2api.openai.OpenAiError;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Looks at each request before it is routed: whatever a proxy in front could read in another way than this server is
 * refused, and its connection closed.
 */
final class RequestGuard implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> next;

    RequestGuard(Handler<HttpServerRequest> next) {
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        OpenAiError objection = objection(request);
        if (objection == null) {
            next.handle(request);
        } else {
            refuse(request, objection);
        }
    }

    private static OpenAiError objection(HttpServerRequest request) {
        HttpVersion version = request.version();
        if (version == null) {
            return OpenAiError.unsupportedVersion();
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            if (!chunked(request)) {
                return OpenAiError.unsupportedTransferEncoding();
            }
            if (version == HttpVersion.HTTP_1_0 || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                return OpenAiError.malformedRequest();
            }
        }
        boolean nameless = request.headers().contains("");
        return nameless || request.headers().getAll(HttpHeaders.HOST).size() > 1
                ? OpenAiError.malformedRequest()
                : null;
    }

    private static boolean chunked(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
    }

    /** Answers what the decoder could not read. */
    static void refuseUnreadable(HttpServerRequest request, ServerLimits limits) {
        Throwable fault = request.decoderResult().cause();
        OpenAiError error;
        if (fault instanceof StrictRequestDecoder.FoldedHeaderException) {
            error = OpenAiError.malformedRequest();
        } else if (fault instanceof TooLongHttpLineException) {
            error = OpenAiError.uriTooLong(limits.maxRequestLineBytes());
        } else if (fault instanceof TooLongFrameException) {
            error = OpenAiError.headersTooLarge(limits.maxHeaderBytes());
        } else if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && !chunked(request)) {
            error = OpenAiError.unsupportedTransferEncoding();
        } else {
            error = OpenAiError.malformedRequest();
        }
        refuse(request, error);
    }

    private static void refuse(HttpServerRequest request, OpenAiError error) {
        HttpServerResponse response = request.response();
        StandardHeaders.put(response, request.getHeader(StandardHeaders.REQUEST_ID));
        response.putHeader(StandardHeaders.PROCESSING_TIME, "0");
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Refusal.answer(response, error);
    }
}
