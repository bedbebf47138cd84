package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorsTest {

    private static final OpenAiErrors ERRORS = new OpenAiErrors(OpenAiErrors.MESSAGES);

    @Test
    void writesCodeAndPathOfAWrongField() {
        assertThat(json(GatewayError.of(new InvalidRequestException("Bad \"n\".", "n", "invalid_type"))))
                .isEqualTo("{\"error\":{\"message\":\"Bad \\\"n\\\".\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"n\",\"code\":\"invalid_type\"}}");
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureHasAMessageAndTheTypeOfItsStatus(Failure failure) throws Exception {
        GatewayError error = GatewayError.of(new GatewayException(failure, null));
        JsonNode told = new ObjectMapper().readTree(json(error)).get("error");

        assertThat(told.get("message").textValue()).isNotBlank();
        assertThat(told.get("type").textValue())
                .isEqualTo(
                        error.status() == 429
                                ? "requests"
                                : error.status() < 500 ? "invalid_request_error" : "server_error");
        assertThat(told.has("param")).isTrue();
        assertThat(told.has("code")).isTrue();
    }

    @Test
    void tellsTheCallersFaultsFromTheServersByType() {
        assertThat(json(GatewayError.requestTimeout())).contains("\"type\":\"server_error\"");
        assertThat(json(GatewayError.unsupportedVersion())).contains("\"type\":\"invalid_request_error\"");
        assertThat(json(GatewayError.unsupportedTransferEncoding())).contains("\"type\":\"invalid_request_error\"");
    }

    @Test
    void saysThatItIsJson() {
        assertThat(ERRORS.headers(GatewayError.unauthorized(true), "req_1"))
                .containsEntry("Content-Type", "application/json")
                .containsEntry("WWW-Authenticate", "Bearer");
    }

    private static String json(GatewayError error) {
        return new String(ERRORS.body(error, null), StandardCharsets.UTF_8);
    }
}
