package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.ClientClosedException;
import io.ondemand2api.conversation.Failure;
import io.ondemand2api.conversation.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "INVALID_REQUEST, 400, invalid_request_error, null, null",
                "MODEL_NOT_FOUND, 404, invalid_request_error, model_not_found, null",
                "CONTEXT_LENGTH_EXCEEDED, 400, invalid_request_error, context_length_exceeded, messages",
                "CONTENT_POLICY_VIOLATION, 400, invalid_request_error, content_policy_violation, null",
                "CLIENT_CLOSED, 499, invalid_request_error, client_closed_request, null",
                "SESSION_GONE, 502, server_error, upstream_error, null",
                "STALE_CONNECTION, 502, server_error, upstream_error, null",
                "SPURIOUS_REFUSAL, 502, server_error, upstream_error, null",
                "KEY_REFUSED, 503, server_error, upstream_unavailable, null",
                "KEY_THROTTLED, 429, requests, rate_limit_exceeded, null",
                "UPSTREAM_UNREACHABLE, 503, server_error, upstream_unavailable, null",
                "UPSTREAM_ERROR, 502, server_error, upstream_error, null",
                "UPSTREAM_TIMEOUT, 504, server_error, upstream_timeout, null",
                "BAD_FRAME, 502, server_error, upstream_error, null",
                "TRUNCATED_ANSWER, 502, server_error, upstream_error, null",
                "EMPTY_ANSWER, 502, server_error, upstream_error, null",
                "NO_USABLE_KEY, 503, server_error, upstream_unavailable, null",
                "ALL_KEYS_THROTTLED, 429, requests, rate_limit_exceeded, null",
                "OVERLOADED, 503, server_error, server_is_overloaded, null",
                "SHUTTING_DOWN, 503, server_error, server_shutting_down, null",
                "CLIENT_THROTTLED, 429, requests, rate_limit_exceeded, null",
                "INTERNAL, 500, server_error, internal_error, null",
            })
    void saysWhatEachFailureMeansToTheCaller(Failure failure, int status, String type, String code, String param) {
        OpenAiError error = OpenAiError.of(new AnswerException(failure, "Why."));

        assertThat(error.status()).isEqualTo(status);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isEqualTo("Why.");
    }

    @ParameterizedTest
    @EnumSource
    void namesAWaitOnEvery429And503(Failure failure) {
        OpenAiError error = OpenAiError.of(new AnswerException(failure, "Why."));

        if (error.status() == 429 || error.status() == 503) {
            assertThat(error.retryAfterSeconds()).isBetween(1, 60);
            assertThat(error.retryAfterMillis()).isBetween(1L, 60_000L);
        } else {
            assertThat(error.retryAfterSeconds()).isNull();
            assertThat(error.retryAfterMillis()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, 1",
        "-PT5S, 1, 1",
        "PT0.0000001S, 1, 1",
        "PT45.19S, 46, 45190",
        "PT1S, 1, 1000",
        "PT1.001S, 2, 1001",
        "PT60S, 60, 60000",
        "PT90S, 60, 60000",
        "PT2562047788015215H, 60, 60000",
    })
    void roundsTheWaitUpAndKeepsItWithinAMinute(Duration wait, int seconds, long millis) {
        OpenAiError error = throttled(wait);

        assertThat(error.retryAfterSeconds()).isEqualTo(seconds);
        assertThat(error.retryAfterMillis()).isEqualTo(millis);
    }

    @Test
    void asksClientsNotToRetryWhereThatIsUseless() {
        assertThat(throttled(Duration.ofSeconds(60)).shouldRetry()).isNull();
        assertThat(throttled(Duration.ofSeconds(61)).shouldRetry()).isFalse();
        assertThat(OpenAiError.of(new AnswerException(Failure.NO_USABLE_KEY, "x"))
                        .shouldRetry())
                .isFalse();
        assertThat(OpenAiError.of(new RuntimeException()).shouldRetry()).isFalse();
        assertThat(OpenAiError.of(new AnswerException(Failure.OVERLOADED, "x")).shouldRetry())
                .isNull();
        assertThat(OpenAiError.of(new AnswerException(Failure.UPSTREAM_ERROR, "x"))
                        .shouldRetry())
                .isNull();
        assertThat(OpenAiError.unauthorized(true).shouldRetry()).isNull();
    }

    @Test
    void keepsCodeAndPathOfAWrongField() {
        OpenAiError error = OpenAiError.of(new InvalidRequestException("Bad \"n\".", "n", "invalid_type"));

        assertThat(json(error))
                .isEqualTo("{\"error\":{\"message\":\"Bad \\\"n\\\".\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"n\",\"code\":\"invalid_type\"}}");
    }

    @Test
    void revealsNothingOfAnUnknownFault() {
        OpenAiError error = OpenAiError.of(new IllegalStateException("secret key abc"));

        assertThat(error.status()).isEqualTo(500);
        assertThat(error.code()).isEqualTo("internal_error");
        assertThat(json(error)).doesNotContain("secret").doesNotContain("IllegalState");
        assertThat(OpenAiError.of(null).status()).isEqualTo(500);
        assertThat(OpenAiError.of(new StackOverflowError("secret"))).isEqualTo(error);
    }

    @Test
    void alwaysHasAMessageAndAType() throws Exception {
        JsonNode error = new ObjectMapper()
                .readTree(OpenAiError.of(new AnswerException(Failure.INTERNAL, null))
                        .toJson())
                .get("error");

        assertThat(error.get("message").textValue()).isNotBlank();
        assertThat(error.get("type").textValue()).isNotBlank();
        assertThat(error.get("param").isNull()).isTrue();
    }

    @Test
    void knowsTheErrorsOfTheDoor() {
        assertThat(OpenAiError.unauthorized(true))
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(401, "invalid_api_key");
        assertThat(OpenAiError.unauthorized(false))
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(401, null);
        assertThat(OpenAiError.unknownUrl("GET", "/v1/x"))
                .extracting(OpenAiError::status, OpenAiError::code, OpenAiError::message)
                .containsExactly(404, "unknown_url", "Unknown request URL: GET /v1/x. Please check the URL for typos.");
        assertThat(OpenAiError.methodNotAllowed("DELETE", "/v1/models"))
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(405, "method_not_supported");
        assertThat(OpenAiError.requestTimeout())
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(408, "request_timeout");
        assertThat(OpenAiError.requestTooLarge(20))
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(413, "request_too_large");
        assertThat(OpenAiError.unsupportedMediaType())
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(415, "unsupported_media_type");
        assertThat(OpenAiError.unsupportedContentEncoding("br\n", "gzip or deflate"))
                .extracting(OpenAiError::status, OpenAiError::code, OpenAiError::message)
                .containsExactly(
                        415,
                        "unsupported_content_encoding",
                        "Unsupported content encoding 'br'. Send the body as it is, or as gzip or deflate.");
        assertThat(OpenAiError.uriTooLong(8).status()).isEqualTo(414);
        assertThat(OpenAiError.headersTooLarge(8).status()).isEqualTo(431);
        assertThat(OpenAiError.undecodableBody("gzip").status()).isEqualTo(400);
        assertThat(OpenAiError.malformedRequest())
                .extracting(OpenAiError::status, OpenAiError::code)
                .containsExactly(400, null);
        assertThat(OpenAiError.of(new ClientClosedException()).status()).isEqualTo(499);
    }

    @Test
    void tellsClientsNotToRepeatWhatNoServerHereWillEverUnderstand() {
        assertThat(OpenAiError.unsupportedTransferEncoding())
                .extracting(OpenAiError::status, OpenAiError::shouldRetry)
                .containsExactly(501, false);
        assertThat(OpenAiError.unsupportedVersion())
                .extracting(OpenAiError::status, OpenAiError::shouldRetry)
                .containsExactly(505, false);
    }

    @Test
    void repeatsAStrangePathShortAndOnOneLine() {
        OpenAiError error = OpenAiError.unknownUrl("GE\r\nT", "/\u0000\u001b[31m\u2028" + "x".repeat(5000));

        assertThat(error.message())
                .startsWith("Unknown request URL: GET /[31mxxx")
                .hasSizeLessThan(300);
    }

    private static OpenAiError throttled(Duration wait) {
        return OpenAiError.of(new AnswerException(Failure.ALL_KEYS_THROTTLED, "x", wait));
    }

    private static String json(OpenAiError error) {
        return new String(error.toJson(), StandardCharsets.UTF_8);
    }
}
