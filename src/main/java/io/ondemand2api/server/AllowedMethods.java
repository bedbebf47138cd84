package io.ondemand2api.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;

/** Finds the methods that the routes have for a path: what the {@code Allow} header of a 405 says. */
final class AllowedMethods {

    private AllowedMethods() {}

    /**
     * The methods for this path.
     *
     * @param path as {@link RequestPath#tidy} leaves it
     */
    static Set<String> of(Router routes, String path) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes.getRoutes()) {
            if (route.methods() != null && route.getPath() != null && matches(route, path)) {
                route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
            }
        }
        return allowed;
    }

    /** A segment that begins with a colon is a parameter and stands for any one; a prefix may end within a segment. */
    private static boolean matches(Route route, String path) {
        String[] wanted = route.getPath().split("/");
        String[] given = path.split("/");
        boolean exact = route.isExactPath();
        if (exact ? given.length != wanted.length : given.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean cut = !exact && i == wanted.length - 1 && given[i].startsWith(wanted[i]);
            if (!wanted[i].startsWith(":") && !wanted[i].equals(given[i]) && !cut) {
                return false;
            }
        }
        return true;
    }
}
