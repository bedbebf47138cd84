package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in files, as Kubernetes mounts a Secret: a link to a link to a folder, of which the middle one is swapped. */
class KeyRotationIT {

    private static final String CLIENT = GatewayUnderTest.CLIENT_KEY;

    @TempDir
    private Path volume;

    private int versions;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws IOException {
        mount("upstream-secret-a\nupstream-secret-b\n", CLIENT);
        for (String file : List.of("upstream", "clients")) {
            Files.createSymbolicLink(volume.resolve(file), Path.of("..data", file));
        }
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.apiKeys", "",
                "ondemand.apiKeysFile", volume.resolve("upstream").toString(),
                "gateway.clientKeys", "",
                "gateway.clientKeysFile", volume.resolve("clients").toString(),
                "gateway.secretsRefresh", "50"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("served by ", query.apikey()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Puts a new version of the Secret in the place of the last one, in one step. */
    private void mount(String upstream, String clients) throws IOException {
        Path version = Files.createDirectory(volume.resolve("..version-" + ++versions));
        Files.writeString(version.resolve("upstream"), upstream);
        Files.writeString(version.resolve("clients"), clients);
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), version.getFileName());
        Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private int statusAs(String client) {
        return gateway.chatAs(client, Chat.whole("hello")).statusCode();
    }

    private void await(org.awaitility.core.ThrowingRunnable expectation) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(expectation);
    }

    @Test
    void keysAreExchangedUnderTrafficWithoutOneFailedRequest() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            clients.submit(() -> {
                while (!enough.get()) {
                    statuses.add(statusAs(CLIENT));
                }
            });
        }
        await(() -> assertThat(statuses).hasSizeGreaterThan(20));

        mount("# rotated\nupstream-secret-b, upstream-secret-c\n", "client-new\n" + CLIENT + "\n");
        await(() -> assertThat(statusAs("client-new")).isEqualTo(200));
        await(() -> assertThat(gateway.get("/").body()).contains("key-3"));
        gateway.simulator().clearRecords();
        int before = statuses.size();
        await(() -> assertThat(statuses).hasSizeGreaterThan(before + 40));
        enough.set(true);
        clients.shutdown();
        assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(statuses).containsOnly(200);
        assertThat(gateway.get("/").body()).contains("key-2", "key-3").doesNotContain("key-1");
        // what was under way when the records were cleared is over after the first few
        List<ReceivedQuery> late = gateway.simulator().queries();
        assertThat(late.subList(8, late.size()).stream().map(ReceivedQuery::apikey))
                .contains("upstream-secret-b", "upstream-secret-c")
                .doesNotContain("upstream-secret-a");
    }

    @Test
    void aClientKeyThatIsGoneIsRefused() throws IOException {
        assertThat(statusAs(CLIENT)).isEqualTo(200);

        mount("upstream-secret-a", "client-new");

        await(() -> assertThat(statusAs(CLIENT)).isEqualTo(401));
        assertThat(statusAs("client-new")).isEqualTo(200);
    }

    @Test
    void anAnswerUnderWayWithAKeyThatIsGoneIsGivenWhole() throws Exception {
        mount("upstream-secret-a", CLIENT);
        await(() -> assertThat(gateway.get("/").body()).doesNotContain("key-2"));
        gateway.simulator()
                .onQuery(
                        query -> Behaviour.atOnce().saying("to ", "the ", "end").deltasEvery(Duration.ofMillis(700)));
        ExecutorService client = Executors.newSingleThreadExecutor();
        var answer = client.submit(() -> gateway.chat(Chat.streamed("hello")).body());
        await(() -> assertThat(gateway.simulator().queries()).isNotEmpty());

        mount("upstream-secret-z", CLIENT);
        await(() -> assertThat(gateway.get("/").body()).contains("key-3").doesNotContain("key-1"));

        assertThat(answer.isDone())
                .as("the keys were exchanged in the middle of it")
                .isFalse();
        assertThat(Chat.content(answer.get(20, TimeUnit.SECONDS))).isEqualTo("to the end");
        client.shutdown();
    }

    @Test
    void aContentThatCannotBeUsedLeavesTheLastGoodKeysAndIsWarnedOfOnceWithoutAnyKey() throws Exception {
        try (LogCapture log = new LogCapture()) {
            mount("# nothing\n", "two-secrets,two-secrets");

            await(() -> assertThat(log.text())
                    .contains(
                            "The last good keys stay in use. ondemand.apiKeysFile holds no key",
                            "gateway.clientKeysFile holds the same key twice"));
            Files.delete(volume.resolve("..data"));
            await(() -> assertThat(log.text()).contains("cannot be read"));

            assertThat(statusAs(CLIENT)).isEqualTo(200);
            assertThat(log.text().split("holds no key", -1)).hasSize(2);
            assertThat(log.text()).doesNotContain("two-secrets");
        }
        mount("upstream-secret-new", CLIENT);
        await(() -> assertThat(gateway.get("/").body()).contains("key-3").doesNotContain("key-1", "key-2"));
        assertThat(gateway.chat(Chat.whole("hello")).body()).contains("served by upstream-secret-new");
    }

    @Test
    void theSessionsOfAKeyThatIsGoneAreForgotten() throws Exception {
        mount("upstream-secret-a", CLIENT);
        await(() -> assertThat(gateway.get("/").body()).doesNotContain("key-2"));
        gateway.chat(Chat.whole("hello"));
        String next = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},"
                + "{\"role\":\"assistant\",\"content\":\"served by upstream-secret-a\"},"
                + "{\"role\":\"user\",\"content\":\"and then?\"}]}";

        mount("upstream-secret-b", CLIENT);
        await(() -> assertThat(gateway.get("/").body()).contains("key-3"));
        assertThat(gateway.chat(next).body()).contains("served by upstream-secret-b");

        List<ReceivedQuery> queries = gateway.simulator().queries();
        ReceivedQuery last = queries.get(queries.size() - 1);
        assertThat(last.sessionId()).isNotEqualTo(queries.get(0).sessionId());
        assertThat(last.query()).contains("hello", "and then?");
    }
}
