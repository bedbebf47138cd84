package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written for Azure's OpenAI service: the model in the path, the key in a header of its own. */
class AzureIT {

    private static final String NO_MODEL = Chat.whole("hi").replace("\"model\":\"gpt-4o\",", "");

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String path(String deployment) {
        return "/openai/deployments/" + deployment + "/chat/completions?api-version=2024-10-21";
    }

    private static HttpResponse<String> post(String path, String body) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path))
                .header("api-key", GatewayUnderTest.CLIENT_KEY)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String code(HttpResponse<String> response) {
        return Chat.json(response.body()).at("/error/code").asText();
    }

    @Test
    void theOfficialClientForAzureIsAnsweredWholeAndStreamed() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("").toString())
                .credential(AzureApiKeyCredential.create(GatewayUnderTest.CLIENT_KEY))
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .azureServiceVersion(AzureOpenAIServiceVersion.latestStableVersion())
                .responseValidation(true)
                .maxRetries(0)
                .build();
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model("gpt-4o")
                .addUserMessage("hi")
                .build();

        ChatCompletion whole = client.chat().completions().create(question);

        assertThat(whole.model()).isEqualTo("gpt-4o");
        assertThat(whole.choices().get(0).message().content().orElseThrow()).isNotBlank();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question)) {
            String text = stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
            assertThat(text).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o",
        "claude-4-sonnet, claude-4-sonnet",
        "predefined-simulated%2Fwith-slash, predefined-simulated/with-slash"
    })
    void theDeploymentIsTheModelWhateverTheBodySays(String deployment, String model) {
        for (String body :
                new String[] {NO_MODEL, Chat.whole("hi"), Chat.whole("hi").replace("gpt-4o", "nobody")}) {
            HttpResponse<String> answer = post(path(deployment), body);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Chat.json(answer.body()).path("model").asText()).isEqualTo(model);
        }
    }

    @Test
    void aDeploymentThatIsNoModelIsNotFound() {
        HttpResponse<String> answer = post(path("nobody"), Chat.whole("hi"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("model_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "%00", "..%2F..%2Fv1", "%zz", "a%"})
    void aDeploymentThatIsNoNameIsRefused(String deployment) {
        try (RawClient client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.send("POST " + path(deployment) + " HTTP/1.1\r\nHost: x\r\napi-key: "
                            + GatewayUnderTest.CLIENT_KEY + "\r\nContent-Length: " + NO_MODEL.length() + "\r\n\r\n"
                            + NO_MODEL)
                    .answer();

            assertThat(answer.status()).isIn(400, 404);
            assertThat(Chat.json(answer.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
    }

    @Test
    void aSlashTooManyMeansNothing() {
        HttpResponse<String> answer = post("//openai/deployments/gpt-4o//chat/completions/?api-version=x", NO_MODEL);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Chat.json(answer.body()).path("model").asText()).isEqualTo("gpt-4o");
    }

    @Test
    void aWrongMethodIsToldTheRightOneAndOtherPathsOfAzureAreUnknown() {
        HttpResponse<String> read = gateway.get(path("gpt-4o"));

        assertThat(read.statusCode()).isEqualTo(405);
        assertThat(read.headers().firstValue("allow")).hasValue("POST");
        for (String path : new String[] {"/openai/deployments/gpt-4o", "/openai/deployments/gpt-4o/embeddings"}) {
            assertThat(code(post(path, NO_MODEL))).as(path).isEqualTo("unknown_url");
        }
    }

    @Test
    void nobodyComesInWithoutAKey() {
        HttpResponse<String> answer = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.url(path("gpt-4o")))
                .POST(BodyPublishers.ofString(NO_MODEL))
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
    }
}
