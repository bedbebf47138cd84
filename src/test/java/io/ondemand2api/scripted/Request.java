package io.ondemand2api.scripted;

import java.util.Locale;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param method such as POST
 * @param path without the query string
 * @param headers with lower-case names; the last of several of one name
 * @param body the whole body, empty when there is none
 * @param numberOnConnection 1 for the first request of its connection
 */
record Request(String method, String path, Map<String, String> headers, byte[] body, int numberOnConnection) {

    boolean wantsClose() {
        return headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
    }
}
