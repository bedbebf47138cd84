package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final String FORM = """
            --b
            Content-Disposition: form-data; name="file"; filename="a.png"
            Content-Type: image/png

            PNG!
            --b
            Content-Disposition: form-data; name="name"

            a.png
            --b
            Content-Disposition: form-data; name="sizeBytes"

            4
            --b
            Content-Disposition: form-data; name="responseMode"

            sync
            --b
            Content-Disposition: form-data; name="sessionId"

            SESSION
            --b
            Content-Disposition: form-data; name="plugins"

            plugin-1713958591
            --b--
            """.replace("\n", "\r\n");

    private ScriptedOnDemand simulator;
    private String session;

    @BeforeEach
    void start() throws Exception {
        simulator = ScriptedOnDemand.start(0);
        session = new Caller(simulator).newSession();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpResponse<String> upload(String key, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(simulator.base().resolve("/media/v1/public/file/raw"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("apikey", key)
                .POST(HttpRequest.BodyPublishers.ofString(form.replace("SESSION", session)))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anImageIsReadIntoAContext() throws Exception {
        simulator.onUpload(upload -> Behaviour.atOnce().saying("A ", "cat."));

        var response = upload(Caller.KEY, FORM);

        assertThat(response.statusCode()).isEqualTo(200);
        var data = Caller.json(response.body()).path("data");
        assertThat(data.path("context").asText()).isEqualTo("A cat.");
        assertThat(data.path("extractedText").asText()).isEmpty();
        assertThat(data.path("actionStatus").asText()).isEqualTo("completed");
        assertThat(data.path("sessionId").asText()).isEqualTo(session);
        assertThat(simulator.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.fileName()).isEqualTo("a.png");
            assertThat(new String(upload.content())).isEqualTo("PNG!");
            assertThat(upload.ordinal()).isEqualTo(1);
        });
        assertThat(simulator.calls().of(CallKind.UPLOAD_MEDIA, Caller.KEY)).isEqualTo(1);
    }

    @Test
    void aDocumentIsReadIntoAnExtractedText() throws Exception {
        var response =
                upload(Caller.KEY, FORM.replace("a.png", "a.pdf").replace("plugin-1713958591", "plugin-1713954536"));

        assertThat(Caller.json(response.body()).at("/data/extractedText").asText())
                .isEqualTo("The simulator read 4 bytes of a.pdf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=\"file\"|name=\"other\"|file is required",
                "name=\"plugins\"|name=\"plugin\"|plugins is required",
                "sync|webhook|responseMode must be sync",
                "PNG!|PNG|sizeBytes is not the size of the file",
                "a.png|a.gif|The file cannot be read by these plugins",
                "plugin-1713958591|plugin-1713954536|The file cannot be read by these plugins",
                "--b--|--c--|file is required",
            })
    void anUploadIsRefusedForWhatIsWrongWithIt(String part, String wrong, String message) throws Exception {
        var response = upload(Caller.KEY, FORM.replace(part, wrong));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"" + message + "\"");
    }

    @Test
    void aSessionTakesFilesOnlyFromTheKeyThatMadeIt() throws Exception {
        assertThat(upload("key-b", FORM).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 503})
    void anUploadFailsAsATestSays(int status) throws Exception {
        simulator.onUpload(upload -> Behaviour.atOnce().refusing(status, "some_code", "no"));

        assertThat(upload(Caller.KEY, FORM).statusCode()).isEqualTo(status);
    }
}
