package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.media.RemoteAddresses;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.ReceivedUpload;
import io.ondemand2api.scripted.Reply;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesIT {

    private static JsonNode error(HttpResponse<String> response) {
        return Chat.json(response.body()).path("error");
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class ByDefault {

        private GatewayUnderTest gateway;

        @BeforeAll
        void start() {
            gateway = GatewayUnderTest.start();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ok"));
        }

        @AfterAll
        void stop() {
            gateway.close();
        }

        @Test
        void aTextFileIsPartOfTheQuestion() {
            var response = gateway.chat(FileRequests.ask(
                    FileRequests.text("What does it do?"),
                    FileRequests.file("Main.java", "application/octet-stream", "class Main {}".getBytes()),
                    FileRequests.file("été.md", "text/markdown", "# Été".getBytes(StandardCharsets.UTF_8))));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            var queries = gateway.simulator().queries();
            assertThat(queries.get(queries.size() - 1).query())
                    .isEqualTo("What does it do?\n"
                            + "<file name=\"Main.java\" type=\"application/octet-stream\">\nclass Main {}\n</file>\n"
                            + "<file name=\"été.md\" type=\"text/markdown\">\n# Été\n</file>");
            assertThat(gateway.simulator().uploads()).isEmpty();
        }

        @Test
        void aConversationWithATextFileGoesOnInItsSession() {
            String file = FileRequests.user(FileRequests.file("a.csv", "text/csv", "a,b".getBytes()));
            gateway.chat(FileRequests.request(file));

            gateway.chat(FileRequests.request(
                    file, FileRequests.assistant("ok"), FileRequests.user(FileRequests.text("And?"))));

            var queries = gateway.simulator().queries();
            ReceivedQuery last = queries.get(queries.size() - 1);
            assertThat(last.sessionId())
                    .isEqualTo(queries.get(queries.size() - 2).sessionId());
            assertThat(last.query()).isEqualTo("And?");
        }

        @Test
        void imagesAndDocumentsAreRefusedInOpenAisWords() {
            for (String part : List.of(
                    FileRequests.image(FileRequests.PNG),
                    FileRequests.image("https://example.com/a.png"),
                    FileRequests.file("a.pdf", "application/pdf", FileRequests.PDF))) {
                String type = part.contains("image_url") ? "image_url" : "file";

                var response = gateway.chat(FileRequests.ask(FileRequests.text("What is it?"), part));

                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body())
                        .isEqualTo("{\"error\":{\"message\":\"Invalid content type. " + type
                                + " is only supported by certain models.\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"messages.[0].content.[1].type\",\"code\":null}}");
            }
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WhereFilesAreTaken {

        private GatewayUnderTest gateway;

        @BeforeAll
        void start() {
            gateway = GatewayUnderTest.start(Map.of(
                    "ondemand.media.enabled", "true",
                    "ondemand.media.maxFiles", "3",
                    "ondemand.media.maxBytes", "1000",
                    "ondemand.media.uploadTimeout", "1s",
                    "gateway.attempts", "2",
                    "keys.disabledFor", "100",
                    "keys.throttledAtLeast", "100",
                    "keys.throttledFor", "100",
                    "ondemand.apiKeys", "upstream-a,upstream-b"));
        }

        @AfterAll
        void stop() {
            gateway.close();
        }

        @BeforeEach
        void answer() {
            gateway.simulator().resetToDefaults();
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("answer ", "number " + query.ordinal()));
            // a key that the test before has put to rest must be back, or there is none to rotate to
            Awaitility.await().until(() -> {
                gateway.chat(Chat.whole("hello"));
                return Chat.json(gateway.get("/").body()).at("/states/up").asInt() == 2;
            });
            gateway.simulator().clearRecords();
            gateway.simulator()
                    .onUpload(
                            upload -> Behaviour.atOnce().saying("seen in " + upload.name() + " by " + upload.apikey()));
        }

        private String ask(String body) {
            var response = gateway.chat(body);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return Chat.json(response.body()).at("/choices/0/message/content").asText();
        }

        private List<ReceivedUpload> uploads() {
            return gateway.simulator().uploads();
        }

        private ReceivedQuery query() {
            var queries = gateway.simulator().queries();
            return queries.get(queries.size() - 1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void anImageIsUploadedInTheSessionAndWhatIsSeenInItIsPartOfTheQuestion(boolean stream) {
            String body = FileRequests.ask(FileRequests.text("What is it?"), FileRequests.image(FileRequests.PNG));

            var response = gateway.chat(stream ? body.replace("{\"model\"", "{\"stream\":true,\"model\"") : body);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(uploads()).singleElement().satisfies(upload -> {
                assertThat(upload.content()).isEqualTo(FileRequests.PNG);
                assertThat(upload.fileName()).isEqualTo("file-1.png");
                assertThat(upload.mediaType()).isEqualTo("image/png");
                assertThat(upload.plugins()).containsExactly("plugin-1713958591");
                assertThat(upload.sessionId()).isEqualTo(query().sessionId());
                assertThat(upload.apikey()).isEqualTo(query().apikey());
                assertThat(upload.call().headers()).doesNotContainKey("authorization");
            });
            assertThat(query().query())
                    .isEqualTo("What is it?\n<file name=\"file-1.png\">\nseen in file-1.png by " + query().apikey()
                            + "\n</file>");
        }

        @Test
        void severalFilesAreUploadedInTheirOrderAndTheSameOneOnlyOnce() {
            ask(FileRequests.ask(
                    FileRequests.file("scan.pdf", "application/pdf", FileRequests.PDF),
                    FileRequests.text("and"),
                    FileRequests.file("letter.docx", "application/octet-stream", FileRequests.DOCX),
                    FileRequests.file("again.pdf", "application/pdf", FileRequests.PDF)));

            assertThat(uploads()).extracting(ReceivedUpload::fileName).containsExactly("scan.pdf", "letter.docx");
            assertThat(uploads()).allMatch(upload -> upload.plugins().equals(List.of("plugin-1713954536")));
            String key = query().apikey();
            assertThat(query().query())
                    .isEqualTo("<file name=\"scan.pdf\">\nseen in scan.pdf by " + key + "\n</file>\nand\n"
                            + "<file name=\"letter.docx\">\nseen in letter.docx by " + key + "\n</file>\n"
                            + "<file name=\"again.pdf\">\nseen in scan.pdf by " + key + "\n</file>");
        }

        @Test
        void aSessionThatGoesOnHasTheEarlierFilesAndAFreshOneGetsAll() {
            String first = FileRequests.user(FileRequests.text("one"), FileRequests.image(FileRequests.png(1)));
            String second = FileRequests.user(FileRequests.text("two"), FileRequests.image(FileRequests.png(2)));
            String answer = ask(FileRequests.request(first));

            ask(FileRequests.request(first, FileRequests.assistant(answer), second));

            assertThat(uploads())
                    .extracting(ReceivedUpload::content)
                    .containsExactly(FileRequests.png(1), FileRequests.png(2));
            assertThat(uploads()).extracting(ReceivedUpload::sessionId).containsOnly(query().sessionId());
            assertThat(query().query()).startsWith("two\n<file").doesNotContain("one");

            ask(FileRequests.request(first, FileRequests.assistant("an edited answer"), second));

            assertThat(uploads())
                    .extracting(ReceivedUpload::content)
                    .containsExactly(
                            FileRequests.png(1), FileRequests.png(2), FileRequests.png(1), FileRequests.png(2));
            assertThat(query().query()).contains("one\n<file", "an edited answer", "two\n<file");
        }

        @Test
        void anotherImageInAnEarlierTurnMakesAnotherConversation() {
            String answer = ask(FileRequests.request(FileRequests.user(FileRequests.image(FileRequests.png(1)))));

            ask(FileRequests.request(
                    FileRequests.user(FileRequests.image(FileRequests.png(2))),
                    FileRequests.assistant(answer),
                    FileRequests.user(FileRequests.text("And?"))));

            var queries = gateway.simulator().queries();
            assertThat(queries.get(0).sessionId()).isNotEqualTo(queries.get(1).sessionId());
            assertThat(uploads())
                    .extracting(ReceivedUpload::content)
                    .containsExactly(FileRequests.png(1), FileRequests.png(2));
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 402, 403, 429, 500, 502, 503})
        void anUploadThatFailsRotatesToTheNextKeyUnseen(int status) {
            String[] bad = new String[1];
            gateway.simulator().onUpload(upload -> {
                bad[0] = bad[0] == null ? upload.apikey() : bad[0];
                // the second file of the first key fails, so that its first one has to be uploaded again
                return upload.apikey().equals(bad[0]) && Arrays.equals(upload.content(), FileRequests.png(2))
                        ? Behaviour.atOnce().refusing(status, "some_code", "no")
                        : Behaviour.atOnce().saying("seen by " + upload.apikey());
            });

            ask(FileRequests.ask(FileRequests.image(FileRequests.png(1)), FileRequests.image(FileRequests.png(2))));

            assertThat(query().apikey()).isNotEqualTo(bad[0]);
            assertThat(uploads().stream()
                            .filter(upload -> upload.sessionId().equals(query().sessionId()))
                            .map(ReceivedUpload::content))
                    .containsExactly(FileRequests.png(1), FileRequests.png(2));
            assertThat(query().query()).contains("seen by " + query().apikey()).doesNotContain("seen by " + bad[0]);
            assertThat(gateway.simulator().queries()).hasSize(1);
        }

        @Test
        void anUploadThatIsRefusedNowAndThenIsAskedAgainInTheSameSession() {
            gateway.simulator()
                    .onUpload(upload -> upload.ordinal() == 2
                            ? Behaviour.atOnce().refusing(403, "unauthorized", "no")
                            : Behaviour.atOnce().saying("seen"));

            ask(FileRequests.ask(FileRequests.image(FileRequests.png(1)), FileRequests.image(FileRequests.png(2))));

            assertThat(uploads())
                    .extracting(ReceivedUpload::content)
                    .containsExactly(FileRequests.png(1), FileRequests.png(2), FileRequests.png(2));
            assertThat(uploads()).extracting(ReceivedUpload::sessionId).containsOnly(query().sessionId());
        }

        @Test
        void aSessionThatIsGoneIsReplacedAndGetsAllFiles() {
            String first = FileRequests.user(FileRequests.text("one"), FileRequests.image(FileRequests.png(1)));
            String answer = ask(FileRequests.request(first));
            gateway.simulator().forgetSessions();

            ask(FileRequests.request(
                    first, FileRequests.assistant(answer), FileRequests.user(FileRequests.image(FileRequests.png(2)))));

            assertThat(uploads().stream()
                            .filter(upload -> upload.sessionId().equals(query().sessionId()))
                            .map(ReceivedUpload::content))
                    .containsExactly(FileRequests.png(1), FileRequests.png(2));
        }

        @Test
        void aFileThatTheUpstreamCannotReadIsTheCallers() {
            gateway.simulator()
                    .onUpload(upload -> upload.ordinal() == 2
                            ? Behaviour.atOnce().refusing(400, "invalid_request", "SECRET upstream text")
                            : Behaviour.atOnce());

            var response = gateway.chat(FileRequests.ask(
                    FileRequests.image(FileRequests.PNG),
                    FileRequests.file("a.pdf", "application/pdf", FileRequests.PDF)));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response).path("param").asText()).isEqualTo("messages[0].content[1].file.file_data");
            assertThat(response.body()).contains("cannot read this file").doesNotContain("SECRET");
            assertThat(gateway.simulator().queries()).isEmpty();
        }

        @Test
        void aReadingThatFailsIsAttemptedAgainAndThenSaid() {
            gateway.simulator().onUpload(upload -> Behaviour.atOnce().withFailedStatus());

            var response = gateway.chat(FileRequests.ask(FileRequests.image(FileRequests.PNG)));

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(error(response).path("type").asText()).isEqualTo("server_error");
            assertThat(uploads()).hasSize(2);
        }

        @Test
        void anAnswerThatNobodyCanReadIsAFailure() {
            gateway.simulator()
                    .onUpload(upload -> Behaviour.atOnce().replying(Reply.json(200, "{\"data\":{\"context\":\"cut o")));

            assertThat(gateway.chat(FileRequests.ask(FileRequests.image(FileRequests.PNG)))
                            .statusCode())
                    .isEqualTo(502);
        }

        @Test
        void anImageWithoutAnyTextIsToldToBeOne() {
            gateway.simulator().onUpload(upload -> Behaviour.atOnce().sayingNothing());

            ask(FileRequests.ask(FileRequests.image(FileRequests.PNG)));

            assertThat(query().query()).contains("no text was found in it");
        }

        @Test
        void anUploadThatTakesTooLongIsGivenUp() {
            gateway.simulator().onUpload(upload -> Behaviour.atOnce().neverAnswering());

            assertThat(gateway.chat(FileRequests.ask(FileRequests.image(FileRequests.PNG)))
                            .statusCode())
                    .isEqualTo(504);
            assertThat(uploads()).hasSize(2);
        }

        @Test
        void limitsOfSizeAndCountAreToldWithTheField() {
            String[] four = {
                FileRequests.image(FileRequests.png(1)),
                FileRequests.image(FileRequests.png(2)),
                FileRequests.image(FileRequests.png(3)),
                FileRequests.image(FileRequests.png(4))
            };
            byte[] large = Arrays.copyOf(FileRequests.PNG, 1001);

            var tooMany = gateway.chat(FileRequests.ask(four));
            var tooLarge = gateway.chat(FileRequests.ask(FileRequests.image(large)));

            assertThat(tooMany.statusCode()).isEqualTo(400);
            assertThat(error(tooMany).path("param").asText()).isEqualTo("messages[0].content[3].image_url.url");
            assertThat(tooLarge.statusCode()).isEqualTo(400);
            assertThat(error(tooLarge).path("message").asText()).contains("larger than 1000 bytes");
            assertThat(gateway.simulator().calls().of(CallKind.CREATE_SESSION)).isZero();
        }

        @Test
        void nothingIsDownloaded() {
            try (FileServer server = new FileServer(FileRequests.PNG, 1001)) {
                var response = gateway.chat(
                        FileRequests.ask(FileRequests.image("http://127.0.0.1:" + server.port() + "/file")));

                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(error(response).path("param").asText()).isEqualTo("messages[0].content[0].image_url.url");
                assertThat(server.requests()).isZero();
            }
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WhereAddressesAreAllowed {

        private GatewayUnderTest gateway;
        private FileServer server;

        @BeforeAll
        void start() {
            server = new FileServer(FileRequests.PNG, 1001);
            gateway = GatewayUnderTest.start(Map.of(
                    "ondemand.media.enabled", "true",
                    "ondemand.media.allowRemoteUrls", "true",
                    "ondemand.media.maxBytes", "1000",
                    "ondemand.media.downloadTimeout", "1s"));
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ok"));
            gateway.simulator().onUpload(upload -> Behaviour.atOnce().saying("seen"));
        }

        @AfterAll
        void stop() {
            gateway.close();
            server.close();
        }

        @AfterEach
        void forget() {
            RemoteAddresses.allowPublicOnesOnly(gateway.main());
            gateway.simulator().clearRecords();
        }

        private HttpResponse<String> ask(String url) {
            return gateway.chat(
                    FileRequests.ask(FileRequests.image(url.replace("PORT", Integer.toString(server.port())))));
        }

        private void assertRefused(HttpResponse<String> response) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(error(response).path("param").asText()).isEqualTo("messages[0].content[0].image_url.url");
            assertThat(error(response).path("code").asText()).isEqualTo("failed_to_download_image");
            assertThat(gateway.simulator().uploads()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1:PORT/file",
                    "http://localhost:PORT/file",
                    "http://2130706433:PORT/file",
                    "http://[::1]:PORT/file",
                    "http://[::ffff:127.0.0.1]:PORT/file",
                    "http://0.0.0.0:PORT/file",
                    "http://[::]:PORT/file",
                    "http://169.254.169.254/latest/meta-data",
                    "https://10.0.0.1/a.png",
                    "http://100.64.0.1/a.png",
                    "http://[fd00::1]/a.png",
                    "http://[fe80::1]/a.png",
                    "http://224.0.0.1/a.png",
                    "http://no-such-host.invalid/a.png",
                })
        void noAddressThatIsNotPublicIsEverAsked(String url) {
            int before = server.requests();

            assertRefused(ask(url));

            assertThat(server.requests()).isEqualTo(before);
        }

        @Test
        void anImageIsDownloadedFromAnAddressThatIsAllowedAndUploaded() {
            List<InetAddress> checked = new CopyOnWriteArrayList<>();
            RemoteAddresses.allow(gateway.main(), address -> checked.add(address) && address.isLoopbackAddress());

            var response = ask("http://localhost:PORT/file?signature=a%2Fb+c&x=%20");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(server.lastHost()).isEqualTo("localhost:" + server.port());
            // looked up once: no second answer of a name server can lead elsewhere
            assertThat(checked).isNotEmpty().doesNotHaveDuplicates();
            assertThat(server.lastQuery()).isEqualTo("signature=a%2Fb+c&x=%20");
            assertThat(gateway.simulator().uploads())
                    .singleElement()
                    .extracting(ReceivedUpload::content)
                    .isEqualTo(FileRequests.PNG);
        }

        @ParameterizedTest
        @ValueSource(strings = {"missing", "large", "endless", "slow", "elsewhere"})
        void whatIsNotThereOrTooMuchOrTooSlowOrElsewhereIsRefused(String path) {
            RemoteAddresses.allow(gateway.main(), address -> address.isLoopbackAddress());
            int before = server.requests();

            assertRefused(ask("http://127.0.0.1:PORT/" + path));

            assertThat(server.requests()).isEqualTo(before + 1);
        }

        @Test
        void whatIsNoImageIsRefused() {
            RemoteAddresses.allow(gateway.main(), address -> address.isLoopbackAddress());

            var response = ask("http://127.0.0.1:PORT/text");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response).path("message").asText()).contains("none of the kinds");
        }

        @Test
        void anImageOfAnEarlierTurnIsNotDownloadedAgain() {
            RemoteAddresses.allow(gateway.main(), address -> address.isLoopbackAddress());
            String image = FileRequests.user(FileRequests.image("http://127.0.0.1:" + server.port() + "/file?turn"));
            int before = server.requests();

            gateway.chat(FileRequests.request(image));
            var response = gateway.chat(FileRequests.request(
                    image, FileRequests.assistant("ok"), FileRequests.user(FileRequests.text("And?"))));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(server.requests()).isEqualTo(before + 1);
        }
    }

    @Test
    void aPdfOfTenMebibytesIsUploadedAndAByteMoreIsRefused() {
        int most = 10 << 20;
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("ondemand.media.enabled", "true"))) {
            gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ok"));
            gateway.simulator().onUpload(upload -> Behaviour.atOnce().saying("read"));
            byte[] pdf = Arrays.copyOf(FileRequests.PDF, most);

            var taken = gateway.chat(FileRequests.ask(FileRequests.file("a.pdf", "application/pdf", pdf)));
            var refused = gateway.chat(
                    FileRequests.ask(FileRequests.file("a.pdf", "application/pdf", Arrays.copyOf(pdf, most + 1))));

            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(gateway.simulator().uploads())
                    .singleElement()
                    .satisfies(upload -> assertThat(upload.content()).isEqualTo(pdf));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(error(refused).path("message").asText()).contains("larger than " + most + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ondemand.media.uploadTimeout,20m",
        "ondemand.media.downloadTimeout,0",
        "ondemand.media.maxFiles,none",
        "ondemand.media.enabled,yes",
    })
    void aWrongSettingStopsTheStart(String property, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("ondemand.media.enabled", "true"));
        settings.put(property, value);
        var prepared = GatewayUnderTest.prepare(settings);

        try {
            assertThatThrownBy(prepared::start).hasStackTraceContaining(property);
        } finally {
            prepared.simulator().close();
        }
    }
}
