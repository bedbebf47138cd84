package io.ondemand2api.server;

import io.ondemand2api.core.Sha256;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may change something by the management port: who presents the token, or, while there is none, who asks from this
 * machine itself. A web page of another origin never may, also when the browser that shows it has the token.
 */
public final class ManagementAccess {

    private static final Pattern LOOPBACK_NAME =
            Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    private static final String BEARER = "Bearer ";

    /** What proxies put on requests that they hand on. */
    private static final List<String> HANDED_ON = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Real-IP");

    private final byte[] token;

    /** @param token what must be presented; empty for none */
    public ManagementAccess(String token) {
        this.token = token.isEmpty() ? null : digest(token);
    }

    private static byte[] digest(String text) {
        return Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Why this request may change nothing, in a sentence; null when it may. */
    String refusal(HttpServerRequest request) {
        if (fromOtherSite(request)) {
            return "A page of another origin may change nothing here.";
        }
        if (token != null) {
            return bearsToken(request)
                    ? null
                    : "This needs the management token: Authorization: Bearer MANAGEMENT_TOKEN.";
        }
        return fromThisMachine(request)
                ? null
                : "Without MANAGEMENT_TOKEN only this machine itself may change anything: set it, or ask by 127.0.0.1.";
    }

    private boolean bearsToken(HttpServerRequest request) {
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer
                && MessageDigest.isEqual(
                        token, digest(given.substring(BEARER.length()).strip()));
    }

    /** What a proxy on this machine hands on comes from elsewhere; and a page may have a name that leads here. */
    private static boolean fromThisMachine(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return loopback(request.remoteAddress())
                && host != null
                && LOOPBACK_NAME.matcher(host).matches()
                && HANDED_ON.stream().noneMatch(request.headers()::contains);
    }

    private static boolean loopback(SocketAddress address) {
        try {
            return address != null
                    && address.hostAddress() != null
                    && InetAddress.getByName(address.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    /** True for what a page of another origin asks. */
    boolean fromOtherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !sameHost(origin, request.getHeader(HttpHeaders.HOST));
    }

    private static boolean sameHost(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }
}
