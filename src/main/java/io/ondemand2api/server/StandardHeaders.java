package io.ondemand2api.server;

import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The headers that every answer bears, errors included. */
public final class StandardHeaders {

    /** The header that names a request in every answer and in the log. */
    public static final String REQUEST_ID = "x-request-id";

    /** The header that names the trace of a request in its answer; W3C's. */
    static final String TRACE = "traceresponse";

    /** How long the gateway took until its answer began, in milliseconds; OpenAI's own header. */
    public static final String PROCESSING_TIME = "openai-processing-ms";

    /** The version of OpenAI's API that clients expect to be told. */
    private static final String OPENAI_VERSION = "2020-10-01";

    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9._:/-]{1,128}");

    private StandardHeaders() {}

    /**
     * Puts them on an answer.
     *
     * @param givenId the id that the client gave its request, or null; kept when it is harmless
     */
    public static void put(HttpServerResponse response, String givenId) {
        forEach(givenId, response::putHeader);
    }

    /** As {@link #put}, for an answer of any kind. */
    public static void forEach(String givenId, BiConsumer<String, String> put) {
        boolean acceptable = givenId != null && ACCEPTABLE_ID.matcher(givenId).matches();
        put.accept(
                REQUEST_ID,
                acceptable ? givenId : "req_" + UUID.randomUUID().toString().replace("-", ""));
        put.accept("openai-version", OPENAI_VERSION);
        put.accept("x-content-type-options", "nosniff");
        // answers are one user's; a stream says no-cache instead
        put.accept("cache-control", "no-store");
    }
}
