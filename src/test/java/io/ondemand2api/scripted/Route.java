package io.ondemand2api.scripted;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a method and a path mean.
 *
 * @param kind what is asked for
 * @param sessionId null where the path names none
 * @param messageId null where the path names none
 */
record Route(CallKind kind, String sessionId, String messageId) {

    private static final Pattern SESSION =
            Pattern.compile("/chat/v1/sessions/([^/]+)(?:/(query|messages)(?:/([^/]+))?)?");

    static Route of(String method, String path) {
        if (method.equals("POST") && path.equals("/chat/v1/sessions")) {
            return new Route(CallKind.CREATE_SESSION, null, null);
        }
        if (method.equals("GET") && path.equals("/config/v1/public/endpoints")) {
            return new Route(CallKind.LIST_ENDPOINTS, null, null);
        }
        if (method.equals("POST") && path.equals("/media/v1/public/file/raw")) {
            return new Route(CallKind.UPLOAD_MEDIA, null, null);
        }
        Matcher matcher = SESSION.matcher(path);
        return matcher.matches()
                ? new Route(ofSession(method, matcher.group(2), matcher.group(3)), matcher.group(1), matcher.group(3))
                : new Route(CallKind.UNKNOWN, null, null);
    }

    private static CallKind ofSession(String method, String part, String messageId) {
        if (method.equals("DELETE") && part == null) {
            return CallKind.DELETE_SESSION;
        }
        if (method.equals("POST") && "query".equals(part) && messageId == null) {
            return CallKind.QUERY;
        }
        return method.equals("GET") && "messages".equals(part) ? CallKind.READ_MESSAGES : CallKind.UNKNOWN;
    }
}
