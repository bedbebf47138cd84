package io.ondemand2api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.GatewayError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicErrorsTest {

    private static final AnthropicErrors ERRORS = new AnthropicErrors();

    private static String body(GatewayError error) {
        return new String(ERRORS.body(error, "r"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "400,400,invalid_request_error",
        "401,401,authentication_error",
        "403,403,permission_error",
        "404,404,not_found_error",
        "405,405,invalid_request_error",
        "408,408,timeout_error",
        "413,413,request_too_large",
        "415,415,invalid_request_error",
        "429,429,rate_limit_error",
        "499,499,invalid_request_error",
        "500,500,api_error",
        "501,501,invalid_request_error",
        "502,502,api_error",
        "503,529,overloaded_error",
        "504,504,timeout_error"
    })
    void eachStatusHasItsTypeAndAnthropicsStatus(int status, int shown, String type) {
        GatewayError error = new GatewayError(status, null, "why", null, null);

        assertThat(ERRORS.status(error)).isEqualTo(shown);
        assertThat(body(error))
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"")
                .endsWith("\"},\"request_id\":\"r\"}");
        assertThat(ERRORS.headers(error, "r")).containsEntry("request-id", "r");
    }

    @Test
    void aMissingOrWrongKeyIsNamedByTheHeaderThatClientsLookFor() {
        assertThat(body(GatewayError.unauthorized(false))).contains("\"message\":\"x-api-key header is required\"");
        assertThat(body(GatewayError.unauthorized(true))).contains("\"message\":\"invalid x-api-key: ");
        assertThat(body(GatewayError.severalKeys())).contains("\"message\":\"invalid x-api-key: ", "more than one");
    }

    @Test
    void aRequestWithoutAnIdHasNoHeaderForIt() {
        GatewayError error = new GatewayError(400, null, "why", null, null);

        assertThat(ERRORS.headers(error, null)).doesNotContainKey("request-id");
        assertThat(new String(ERRORS.body(error, null), StandardCharsets.UTF_8)).endsWith("\"request_id\":null}");
    }

    @Test
    void thePathOfTheWrongFieldIsInTheMessageOnce() {
        assertThat(body(new GatewayError(400, null, "Invalid value: 'x'.", "a[0].b", null)))
                .contains("\"message\":\"a[0].b: Invalid value: 'x'.\"");
        assertThat(body(new GatewayError(400, null, "Invalid 'a[0].b': no.", "a[0].b", null)))
                .contains("\"message\":\"Invalid 'a[0].b': no.\"");
    }

    @Test
    void aPromptThatIsTooLongIsNamedAsClientsKnowIt() {
        assertThat(body(new GatewayError(400, "context_length_exceeded", "Too much.", "messages", null)))
                .contains("\"message\":\"prompt is too long: Too much.\"");
    }
}
