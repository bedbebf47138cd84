package io.ondemand2api.upstream.protocol;

import static io.ondemand2api.core.Failure.CONTENT_POLICY_VIOLATION;
import static io.ondemand2api.core.Failure.CONTEXT_LENGTH_EXCEEDED;
import static io.ondemand2api.core.Failure.INVALID_REQUEST;
import static io.ondemand2api.core.Failure.KEY_REFUSED;
import static io.ondemand2api.core.Failure.KEY_THROTTLED;
import static io.ondemand2api.core.Failure.MODEL_NOT_FOUND;
import static io.ondemand2api.core.Failure.UPSTREAM_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.SpuriousRefusalException;
import io.ondemand2api.core.UpstreamUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamFailuresTest {

    private static final String SECRET = "upstream-text-7f3a";
    private static final String HTML = "<html><h1>" + SECRET + " error 1010</h1></html>";
    private static final String GATEWAY = "{'message':'" + SECRET + "','request_id':'" + SECRET + "'}";

    private static GatewayException of(int status, String body) {
        return UpstreamFailures.of(status, null, Recording.bytes(body.replace('\'', '"')), "the-model");
    }

    private static GatewayException event(String errorCode, String message) {
        return UpstreamFailures.of(new OnDemandEvent.Failed(errorCode, message), "the-model");
    }

    private static String body(String errorCode) {
        return "{'message':'" + SECRET + "','errorCode':'" + errorCode + "'}";
    }

    /** The class, or the class that repetition proves. */
    private static String classified(GatewayException failure) {
        return failure instanceof SpuriousRefusalException spurious
                ? "spurious " + spurious.meant().failure()
                : failure.failure().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request,          INVALID_REQUEST,          INVALID_REQUEST,          INVALID_REQUEST",
        "400, context_length_exceeded,  CONTEXT_LENGTH_EXCEEDED,  INVALID_REQUEST,          INVALID_REQUEST",
        "401, unauthenticated,          spurious KEY_REFUSED,     spurious KEY_REFUSED,     spurious KEY_REFUSED",
        "402, anything,                 KEY_REFUSED,              KEY_REFUSED,              KEY_REFUSED",
        "403, unauthorized,             spurious KEY_REFUSED,     spurious KEY_REFUSED,     UPSTREAM_UNREACHABLE",
        "403, content_policy_violation, CONTENT_POLICY_VIOLATION, spurious KEY_REFUSED,     UPSTREAM_UNREACHABLE",
        "404, not_found,                SESSION_GONE,             spurious UPSTREAM_ERROR,  spurious UPSTREAM_ERROR",
        "413, anything,                 INVALID_REQUEST,          INVALID_REQUEST,          INVALID_REQUEST",
        "422, invalid_request,          INVALID_REQUEST,          INVALID_REQUEST,          INVALID_REQUEST",
        "429, rate_limit_exceeded,      KEY_THROTTLED,            KEY_THROTTLED,            KEY_THROTTLED",
        "500, server_error,             UPSTREAM_ERROR,           UPSTREAM_ERROR,           UPSTREAM_ERROR",
        "500, model_error,              UPSTREAM_ERROR,           UPSTREAM_ERROR,           UPSTREAM_ERROR",
        "500, context_length_exceeded,  CONTEXT_LENGTH_EXCEEDED,  UPSTREAM_ERROR,           UPSTREAM_ERROR",
        "502, bad_gateway,              UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE",
        "503, resource_unavailable,     UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE",
        "504, plugin_execution_timeout, UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE",
        "524, anything,                 UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE,     UPSTREAM_UNREACHABLE",
        "302, anything,                 UPSTREAM_ERROR,           UPSTREAM_ERROR,           UPSTREAM_ERROR",
        "408, anything,                 UPSTREAM_ERROR,           UPSTREAM_ERROR,           UPSTREAM_ERROR",
        "418, anything,                 UPSTREAM_ERROR,           UPSTREAM_ERROR,           UPSTREAM_ERROR",
    })
    void classifiesByStatusCodeAndBody(int status, String errorCode, String ofApi, String ofGateway, String ofCdn) {
        assertThat(classified(of(status, body(errorCode)))).isEqualTo(ofApi);
        assertThat(classified(of(status, GATEWAY))).isEqualTo(ofGateway);
        assertThat(classified(of(status, HTML))).isEqualTo(ofCdn);
        assertThat(classified(of(status, ""))).isEqualTo(ofCdn);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request, endpointId predefined-x is not active, MODEL_NOT_FOUND",
        "400, invalid_request, Endpoint predefined-x not found,       MODEL_NOT_FOUND",
        "404, not_found,       Endpoint not found,                    MODEL_NOT_FOUND",
        "400, invalid_request, endpointId is required,                INVALID_REQUEST",
        "404, not_found,       Chat session not found,                SESSION_GONE",
        "404, '',              no Route matched with those values,    spurious UPSTREAM_ERROR",
    })
    void knowsAModelThatIsNotServed(int status, String errorCode, String message, String expected) {
        GatewayException failure = of(status, "{'message':'" + message + "','errorCode':'" + errorCode + "'}");

        assertThat(classified(failure)).isEqualTo(expected);
        assertThat(failure.getMessage()).doesNotContain("predefined-x");
    }

    @Test
    void handsOnHowLongAThrottledKeyIsToRest() {
        Duration wished = Duration.ofSeconds(7);

        assertThat(UpstreamFailures.of(429, wished, new byte[0], "m").retryAfter())
                .isEqualTo(wished);
        assertThat(of(429, "").retryAfter()).isNull();
    }

    @Test
    void tellsTheCircuitBreakerOfTheRouteWhenTheAddressIsIll() {
        for (int status : new int[] {407, 502, 503, 504, 520, 524, 530}) {
            assertThat(of(status, HTML)).isInstanceOf(UpstreamUnreachableException.class);
        }
        assertThat(of(500, HTML)).isNotInstanceOf(UpstreamUnreachableException.class);
        assertThat(of(429, HTML)).isNotInstanceOf(UpstreamUnreachableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "unauthenticated,          spurious KEY_REFUSED",
        "unauthorized,             spurious KEY_REFUSED",
        "rate_limit_exceeded,      KEY_THROTTLED",
        "invalid_request,          INVALID_REQUEST",
        "context_length_exceeded,  CONTEXT_LENGTH_EXCEEDED",
        "content_policy_violation, CONTENT_POLICY_VIOLATION",
        "model_error,              UPSTREAM_ERROR",
        "not_found,                UPSTREAM_ERROR",
        ",                         UPSTREAM_ERROR",
        "unheard_of,               UPSTREAM_ERROR",
    })
    void classifiesErrorsWithinTheStream(String errorCode, String expected) {
        assertThat(classified(event(errorCode, SECRET))).isEqualTo(expected);
        assertThat(classified(event(errorCode, null))).isEqualTo(expected);
    }

    @Test
    void classifiesAModelThatWentInactiveWithinTheStream() {
        assertThat(event("invalid_request", "endpointId x is not active").failure())
                .isEqualTo(Failure.MODEL_NOT_FOUND);
    }

    @Test
    void neverRepeatsWhatTheUpstreamSaid() {
        List<GatewayException> all = new ArrayList<>();
        List<String> codes = List.of(
                SECRET,
                "invalid_request",
                "context_length_exceeded",
                "content_policy_violation",
                "unauthenticated",
                "unauthorized",
                "not_found",
                "rate_limit_exceeded",
                "server_error");
        for (int status = 300; status < 600; status++) {
            all.add(of(status, HTML));
            all.add(of(status, GATEWAY));
            for (String code : codes) {
                all.add(of(status, body(code)));
                all.add(of(status, "{'message':'endpointId " + SECRET + " is not active','errorCode':'" + code + "'}"));
            }
        }
        codes.forEach(code -> all.add(event(code, SECRET + " endpoint not found")));

        assertThat(all).allSatisfy(failure -> {
            assertThat(failure.getMessage()).isNotBlank().doesNotContain(SECRET);
            assertThat(failure.toString()).doesNotContain(SECRET);
            assertThat(failure.getCause()).isNull();
        });
        assertThat(all.stream().map(GatewayException::failure))
                .contains(
                        INVALID_REQUEST,
                        MODEL_NOT_FOUND,
                        CONTEXT_LENGTH_EXCEEDED,
                        CONTENT_POLICY_VIOLATION,
                        KEY_REFUSED,
                        KEY_THROTTLED,
                        UPSTREAM_ERROR);
    }

    @Test
    void readsNoMoreOfABodyThanItsStart() {
        assertThat(of(400, " ".repeat(ErrorBody.MAX_BYTES) + body("context_length_exceeded"))
                        .failure())
                .isEqualTo(INVALID_REQUEST);
    }
}
