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
     * @param accept the header of that name; null for none
     * @param from the address that it came from, for the log
     */
    record Request(String method, String rest, String body, String accept, String from) {}

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

        /** This text, of this type. */
        public static Response of(String type, String text) {
            return new Response(200, type, text.getBytes(StandardCharsets.UTF_8));
        }

        /** A sentence. */
        public static Response text(int status, String sentence) {
            return new Response(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Answers. */
    Response answer(Request request);
}
