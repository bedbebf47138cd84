package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayErrorTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "INVALID_REQUEST, 400, null, null",
                "MODEL_NOT_FOUND, 404, model_not_found, null",
                "CONTEXT_LENGTH_EXCEEDED, 400, context_length_exceeded, null",
                "CONTENT_POLICY_VIOLATION, 400, content_policy_violation, null",
                "CLIENT_CLOSED, 499, client_closed_request, null",
                "SESSION_GONE, 502, upstream_error, null",
                "STALE_CONNECTION, 502, upstream_error, null",
                "SPURIOUS_REFUSAL, 502, upstream_error, null",
                "KEY_REFUSED, 503, upstream_unavailable, null",
                "KEY_THROTTLED, 429, rate_limit_exceeded, null",
                "UPSTREAM_UNREACHABLE, 503, upstream_unavailable, null",
                "UPSTREAM_ERROR, 502, upstream_error, null",
                "UPSTREAM_TIMEOUT, 504, upstream_timeout, null",
                "BAD_FRAME, 502, upstream_error, null",
                "TRUNCATED_ANSWER, 502, upstream_error, null",
                "EMPTY_ANSWER, 502, upstream_error, null",
                "NO_USABLE_KEY, 503, upstream_unavailable, null",
                "ALL_KEYS_THROTTLED, 429, rate_limit_exceeded, null",
                "OVERLOADED, 503, server_is_overloaded, null",
                "SHUTTING_DOWN, 503, server_shutting_down, null",
                "CLIENT_THROTTLED, 429, rate_limit_exceeded, null",
                "INTERNAL, 500, internal_error, null",
            })
    void saysWhatEachFailureMeansToTheCaller(Failure failure, int status, String code, String param) {
        GatewayError error = GatewayError.of(new GatewayException(failure, "Why."));

        assertThat(error.status()).isEqualTo(status);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isEqualTo("Why.");
    }

    @ParameterizedTest
    @EnumSource
    void namesAWaitOnEvery429And503(Failure failure) {
        GatewayError error = GatewayError.of(new GatewayException(failure, "Why."));

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
        GatewayError error = throttled(wait);

        assertThat(error.retryAfterSeconds()).isEqualTo(seconds);
        assertThat(error.retryAfterMillis()).isEqualTo(millis);
    }

    @Test
    void asksClientsNotToRetryWhereThatIsUseless() {
        assertThat(throttled(Duration.ofSeconds(60)).shouldRetry()).isNull();
        assertThat(throttled(Duration.ofSeconds(61)).shouldRetry()).isFalse();
        assertThat(GatewayError.of(new GatewayException(Failure.NO_USABLE_KEY, "x"))
                        .shouldRetry())
                .isFalse();
        assertThat(GatewayError.of(new RuntimeException()).shouldRetry()).isFalse();
        assertThat(GatewayError.of(new GatewayException(Failure.OVERLOADED, "x"))
                        .shouldRetry())
                .isNull();
        assertThat(GatewayError.of(new GatewayException(Failure.UPSTREAM_ERROR, "x"))
                        .shouldRetry())
                .isNull();
        assertThat(GatewayError.unauthorized(true).shouldRetry()).isNull();
        assertThat(GatewayError.unknownUrl("POST", "/v1/nothing").shouldRetry()).isFalse();
    }

    @Test
    void keepsCodeAndPathOfAWrongField() {
        GatewayError error = GatewayError.of(new InvalidRequestException("Bad \"n\".", "n", "invalid_type"));

        assertThat(error).extracting(GatewayError::param, GatewayError::code).containsExactly("n", "invalid_type");
    }

    @Test
    void revealsNothingOfAnUnknownFault() {
        GatewayError error = GatewayError.of(new IllegalStateException("secret key abc"));

        assertThat(error.status()).isEqualTo(500);
        assertThat(error.code()).isEqualTo("internal_error");
        assertThat(error.message()).doesNotContain("secret").doesNotContain("IllegalState");
        assertThat(GatewayError.of(null).status()).isEqualTo(500);
        assertThat(GatewayError.of(new StackOverflowError("secret"))).isEqualTo(error);
    }

    @Test
    void knowsTheErrorsOfTheDoor() {
        assertThat(GatewayError.unauthorized(true))
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(401, "invalid_api_key");
        assertThat(GatewayError.unauthorized(false))
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(401, null);
        assertThat(GatewayError.unknownUrl("GET", "/v1/x"))
                .extracting(GatewayError::status, GatewayError::code, GatewayError::message)
                .containsExactly(404, "unknown_url", "Unknown request URL: GET /v1/x. Please check the URL for typos.");
        assertThat(GatewayError.methodNotAllowed("DELETE", "/v1/models"))
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(405, "method_not_supported");
        assertThat(GatewayError.requestTimeout())
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(408, "request_timeout");
        assertThat(GatewayError.requestTooLarge(20))
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(413, "request_too_large");
        assertThat(GatewayError.unsupportedMediaType())
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(415, "unsupported_media_type");
        assertThat(GatewayError.unsupportedContentEncoding("br\n", "gzip or deflate"))
                .extracting(GatewayError::status, GatewayError::code, GatewayError::message)
                .containsExactly(
                        415,
                        "unsupported_content_encoding",
                        "Unsupported content encoding 'br'. Send the body as it is, or as gzip or deflate.");
        assertThat(GatewayError.uriTooLong(8).status()).isEqualTo(414);
        assertThat(GatewayError.headersTooLarge(8).status()).isEqualTo(431);
        assertThat(GatewayError.undecodableBody("gzip").status()).isEqualTo(400);
        assertThat(GatewayError.malformedRequest())
                .extracting(GatewayError::status, GatewayError::code)
                .containsExactly(400, null);
        assertThat(GatewayError.of(new ClientClosedException()).status()).isEqualTo(499);
    }

    @Test
    void tellsClientsNotToRepeatWhatNoServerHereWillEverUnderstand() {
        assertThat(GatewayError.unsupportedTransferEncoding())
                .extracting(GatewayError::status, GatewayError::shouldRetry)
                .containsExactly(501, false);
        assertThat(GatewayError.unsupportedVersion())
                .extracting(GatewayError::status, GatewayError::shouldRetry)
                .containsExactly(505, false);
    }

    @Test
    void repeatsAStrangePathShortAndOnOneLine() {
        GatewayError error = GatewayError.unknownUrl("GE\r\nT", "/\u0000\u001b[31m\u2028" + "x".repeat(5000));

        assertThat(error.message())
                .startsWith("Unknown request URL: GET /[31mxxx")
                .hasSizeLessThan(300);
    }

    private static GatewayError throttled(Duration wait) {
        return GatewayError.of(new GatewayException(Failure.ALL_KEYS_THROTTLED, "x", wait));
    }
}
