package io.ondemand2api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedMethodsTest {

    private static Vertx vertx;
    private static Router routes;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        routes = Router.router(vertx);
        add(HttpMethod.GET, "/");
        add(HttpMethod.POST, "/a/b");
        add(HttpMethod.GET, "/a/b");
        add(HttpMethod.DELETE, "/deployments/:model/chat");
        add(HttpMethod.GET, "/models/:id*");
        add(HttpMethod.PUT, "/files/x*");
    }

    /** A route counts only once it has a handler. */
    private static void add(HttpMethod method, String path) {
        routes.route(method, path).handler(context -> {});
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, GET",
        "/a/b, GET POST",
        "/a, ''",
        "/a/b/c, ''",
        "/deployments/m/chat, DELETE",
        "/deployments/m/n/chat, ''",
        "/models, ''",
        "/models/m, GET",
        "/models/m/n, GET",
        "/files/xyz, PUT",
        "/files/y, ''"
    })
    void areThoseOfTheRoutesThatThePathFits(String path, String methods) {
        assertThat(String.join(" ", AllowedMethods.of(routes, path))).isEqualTo(methods);
    }
}
