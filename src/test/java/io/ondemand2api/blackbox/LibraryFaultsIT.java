package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.CallKind;
import io.ondemand2api.scripted.ReceivedQuery;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What published faults of the libraries would do here, tried from outside: headers and parameters by which Camel's
 * components are told where to go and what to call, and the ways to make a proxy of the gateway.
 */
class LibraryFaultsIT {

    private static GatewayUnderTest gateway;
    private static LoopbackListener elsewhere;

    @BeforeAll
    static void start() {
        elsewhere = new LoopbackListener();
        gateway = GatewayUnderTest.start(Map.of("ondemand.sessions", "fresh"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("fine"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        elsewhere.close();
    }

    @AfterEach
    void wentNowhereElse() {
        assertThat(elsewhere.connections()).isZero();
        gateway.simulator().clearRecords();
    }

    private static String there() {
        return "http://127.0.0.1:" + elsewhere.port() + "/chat/v1/sessions";
    }

    static Stream<String> controls() {
        return Stream.of(
                        "CamelHttpUri",
                        "CamelHttpPath",
                        "CamelHttpQuery",
                        "CamelHttpRawQuery",
                        "CamelHttpMethod",
                        "CamelHttpHost",
                        "CamelHttpPort",
                        "CamelHttpScheme",
                        "CamelRestHttpUri",
                        "CamelHttpCharacterEncoding",
                        "CamelHttpResponseCode",
                        "CamelHttpSkipRequestHeaders",
                        "CamelBeanMethodName",
                        "CamelBeanName",
                        "CamelBeanMethodArgs",
                        "CamelFileName",
                        "CamelJacksonUnmarshalType",
                        "CamelOverruleTransactionExchangeId",
                        "CamelInterceptedEndpoint",
                        "CamelSagaCompensate",
                        "Long-Running-Action",
                        "org.apache.camel.Exchange",
                        "breadcrumbId",
                        "operationName",
                        "Host-Override",
                        "X-Http-Method-Override")
                .flatMap(name -> Stream.of(name, name.toUpperCase(), name.toLowerCase(), odd(name)));
    }

    private static String odd(String name) {
        StringBuilder odd = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            odd.append(i % 2 == 0 ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
        }
        return odd.toString();
    }

    @ParameterizedTest
    @MethodSource("controls")
    void noHeaderOrParameterSteersTheRoutes(String name) {
        List<String> values = List.of(there(), "stop", "DELETE", "java.lang.Runtime");
        for (String value : values) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            HttpResponse<String> response =
                    GatewayUnderTest.send(gateway.request("/v1/chat/completions?" + name + "=" + encoded)
                            .header(name, value)
                            .POST(HttpRequest.BodyPublishers.ofString(Chat.whole("hello")))
                            .build());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().map()).doesNotContainKey(name.toLowerCase());
        }
        assertThat(gateway.simulator().queries()).hasSize(values.size()).allSatisfy(LibraryFaultsIT::isAsAlways);
        assertThat(gateway.simulator().calls().of(CallKind.CREATE_SESSION)).isEqualTo(values.size());
    }

    private static void isAsAlways(ReceivedQuery query) {
        assertThat(query.call().path()).isEqualTo("/chat/v1/sessions/" + query.sessionId() + "/query");
        assertThat(query.call().headers().keySet())
                .isSubsetOf("apikey", "content-type", "accept", "user-agent", "host", "connection", "content-length");
        assertThat(query.query()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"})
    void noBodyBecomesHeaders(String type) {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.request("/v1/chat/completions")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("CamelHttpUri=" + there() + "&model=gpt-4o"))
                .build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    /** The whole address in the first line, or another host: neither makes it a proxy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST http://HERE/v1/chat/completions HTTP/1.1\r\nHost: HERE\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: HERE\r\n",
                "POST //HERE/v1/chat/completions HTTP/1.1\r\nHost: HERE\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: HERE\r\nForwarded: host=HERE\r\n",
                "CONNECT HERE HTTP/1.1\r\nHost: HERE\r\n",
                "POST /proxy HTTP/1.1\r\nHost: HERE\r\n",
                "POST /v1/models/../../proxy HTTP/1.1\r\nHost: HERE\r\n",
            })
    void itIsNobodysProxy(String start) {
        String body = Chat.whole("hello");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(start.replace("HERE", "127.0.0.1:" + elsewhere.port()) + "Authorization: Bearer "
                    + GatewayUnderTest.CLIENT_KEY + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(client.line().text()).matches("HTTP/1.1 (200|400|404|405|501) .*");
        }
        assertThat(gateway.simulator().queries()).allSatisfy(LibraryFaultsIT::isAsAlways);
    }

    /** Camel's own authentication and CORS are not used: there is nothing on either port that only they would guard. */
    @Test
    void theManagementPortTellsNothingOfTheMachine() {
        for (String path : List.of("/observe/info", "/observe/dev", "/q/info", "/", "/jolokia", "/observe/metrics/x")) {
            HttpResponse<String> response = GatewayUnderTest.send(
                    HttpRequest.newBuilder(gateway.management(path)).build());

            assertThat(response.statusCode()).as(path).isEqualTo(404);
        }
    }
}
