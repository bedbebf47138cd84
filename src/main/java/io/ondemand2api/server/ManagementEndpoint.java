package io.ondemand2api.server;

import java.nio.charset.StandardCharsets;

/** Answers requests to one path of the management port. May wait: it has a thread of its own. */
@FunctionalInterface
public interface ManagementEndpoint {

    /**
     * A request.
     *
     * @param method such as {@code GET}
     * @param rest of the path, behind that of the endpoint; empty or without a slash at its start
     * @param body as text; empty for none
     * @param from the address that it came from, for the log
     */
    record Request(String method, String rest, String body, String from) {}

    /**
     * What is answered.
     *
     * @param status the HTTP status
     * @param type of the body
     * @param body of the response
     */
    record Response(int status, String type, byte[] body) {

        private static final String JSON = "application/json";
        private static final String TEXT = "text/plain; charset=utf-8";

        /** This JSON. */
        public static Response json(int status, byte[] body) {
            return new Response(status, JSON, body);
        }

        /** A sentence. */
        public static Response text(int status, String sentence) {
            return new Response(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Answers. */
    Response answer(Request request);
}
