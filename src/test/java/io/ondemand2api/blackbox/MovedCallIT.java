package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edits of ask-ondemand that move the call to another thread: it stays the client's own. */
class MovedCallIT {

    private static final String ROUTE = "ask-ondemand.camel.yaml";
    private static final String BREAKER = "            resilience4jConfiguration:\n";
    private static final String BEFORE_BREAKER = "        - circuitBreaker:\n";

    /** What an operator may add. */
    enum Edit {
        TIME_LIMITER(BREAKER, BREAKER + "              timeoutEnabled: true\n              timeoutDuration: 60000\n"),
        THREADS(
                BEFORE_BREAKER,
                "        - threads:\n            poolSize: 10\n            maxPoolSize: 10\n" + BEFORE_BREAKER),
        LISTENER_LEFT_OUT("                          httpActivityListener: \"#upstreamActivity\"\n", ""),
        ASYNCHRONOUS_DELAY(
                BEFORE_BREAKER,
                "        - delay:\n            asyncDelayed: true\n            expression:\n              constant:\n"
                        + "                expression: \"20\"\n" + BEFORE_BREAKER);

        private final String place;
        private final String edited;

        Edit(String place, String edited) {
            this.place = place;
            this.edited = edited;
        }
    }

    @TempDir
    private Path routes;

    private GatewayUnderTest gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(String place, String edited) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        String route = Files.readString(routes.resolve(ROUTE));
        assertThat(route).contains(place);
        Files.writeString(routes.resolve(ROUTE), route.replace(place, edited));
        gateway = GatewayUnderTest.start(Map.of("camel.main.routesIncludePattern", "file:" + routes + "/*.camel.yaml"));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsWholeAndALeavingClientEndsItsCall(Edit edit) throws IOException {
        start(edit.place, edit.edited);
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("moved", " and", " whole"));

        assertThat(gateway.chat(Chat.whole("hi")).body()).contains("moved and whole");
        assertThat(gateway.chat(Chat.streamed("hi")).body()).contains("[DONE]");

        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(Collections.nCopies(1000, "word "))
                        .deltasEvery(Duration.ofMillis(50)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.streamed("go")).lineThatStartsWith("data: ");
        }
        endedWithinASecond();

        gateway.simulator().onQuery(query -> Behaviour.atOnce().headersAfter(Duration.ofSeconds(20)));
        try (RawClient client = new RawClient(gateway.port())) {
            client.chat(Chat.whole("go"));
            Awaitility.await().until(() -> gateway.simulator().openStreams() == 1);
        }
        endedWithinASecond();
    }

    private void endedWithinASecond() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> gateway.simulator().openStreams() == 0);
    }

    @Test
    void aTimeLimitOfTheBreakerIsATimeoutAndEndsTheCall() throws IOException {
        start(BREAKER, BREAKER + "              timeoutEnabled: true\n              timeoutDuration: 500\n");
        gateway.simulator().onQuery(query -> Behaviour.atOnce().headersAfter(Duration.ofSeconds(20)));

        HttpResponse<String> response = gateway.chat(Chat.whole("hi"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(504);
        assertThat(response.body()).contains("upstream_timeout");
        endedWithinASecond();
    }
}
