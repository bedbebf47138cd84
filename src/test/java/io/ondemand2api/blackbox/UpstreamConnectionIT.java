package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves for the upstream, on which way, and whom the gateway takes for it. */
class UpstreamConnectionIT {

    @TempDir
    private static Path directory;

    private static Certificates certificates;

    private static synchronized Certificates certificates() throws Exception {
        if (certificates == null) {
            certificates = new Certificates(directory);
        }
        return certificates;
    }

    private static void mustAnswer(GatewayUnderTest gateway) {
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("well ", "met"));
        for (int i = 0; i < 3; i++) {
            assertThat(Chat.content(gateway.chat(Chat.streamed("hello")).body()))
                    .isEqualTo("well met");
        }
    }

    private static void mustNotReachIt(GatewayUnderTest gateway) {
        var answer = gateway.chat(Chat.whole("hello"));

        assertThat(answer.statusCode()).as(answer.body()).isIn(502, 503);
        assertThat(answer.body()).contains("cannot be reached").doesNotContain("127.0.0.1");
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    @Test
    void justTheseHeadersReachIt() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            HttpRequest.Builder request = gateway.request("/v1/chat/completions?api-version=1")
                    .header("X-Forwarded-For", "10.1.1.1")
                    .header("Cookie", "session=secret")
                    .header("OpenAI-Organization", "org-1")
                    .header("CamelHttpUri", "http://elsewhere.example")
                    .header("CamelHttpPath", "/elsewhere")
                    .header("apikey", "of the client")
                    .header("Accept-Language", "de");

            assertThat(GatewayUnderTest.send(request.POST(HttpRequest.BodyPublishers.ofString(Chat.whole("hello")))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);

            ReceivedQuery query = gateway.simulator().queries().get(0);
            Map<String, String> headers = new HashMap<>(query.call().headers());
            headers.remove("content-length");
            assertThat(headers)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "apikey",
                            "upstream-secret-1",
                            "content-type",
                            "application/json",
                            "accept",
                            "text/event-stream, application/json",
                            "user-agent",
                            "Mozilla/5.0 (compatible; ondemand2api/0.1)",
                            "host",
                            gateway.simulator().base().getAuthority(),
                            "connection",
                            "keep-alive"));
            assertThat(query.call().path()).isEqualTo("/chat/v1/sessions/" + query.sessionId() + "/query");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                GatewayUnderTest elsewhere = GatewayUnderTest.start()) {
            String there = elsewhere.simulator().base() + "/chat/v1/sessions/000000000000000000000000/query";
            gateway.simulator()
                    .onQuery(query ->
                            Behaviour.atOnce().replying(Reply.json(status, "{}").header("Location", there)));
            elsewhere.simulator().clearRecords();

            assertThat(gateway.chat(Chat.whole("hello")).statusCode()).isBetween(500, 503);

            assertThat(elsewhere.simulator().connectionsAccepted()).isLessThanOrEqualTo(1);
            assertThat(elsewhere.simulator().queries()).isEmpty();
        }
    }

    @Test
    void aProxyIsUsedWhereOneIsNamed() throws Exception {
        GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(new HashMap<>());
        try (ForwardProxy proxy = new ForwardProxy(null)) {
            prepared.settings().put("ondemand.proxy", proxy.address());
            try (GatewayUnderTest gateway = prepared.start()) {
                mustAnswer(gateway);

                assertThat(proxy.passed())
                        .contains("POST " + prepared.simulator().base() + "/chat/v1/sessions")
                        .allMatch(line ->
                                line.contains(prepared.simulator().base().toString()));
            }
        }
    }

    @Test
    void aTunnelThroughAProxyWithAPasswordCarriesTls() throws Exception {
        GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(new HashMap<>());
        try (ForwardProxy proxy = new ForwardProxy("user:pass:word");
                TlsFront front =
                        TlsFront.of(prepared.simulator().port(), certificates().server("ip:127.0.0.1"))) {
            prepared.settings().put("ondemand.base", front.base().toString());
            prepared.settings()
                    .put("ondemand.caFile", certificates().authority().toString());
            prepared.settings().put("ondemand.proxy", proxy.address());
            prepared.settings().put("ondemand.proxyCredentials", "user:pass:word");
            try (GatewayUnderTest gateway = prepared.start()) {
                mustAnswer(gateway);

                assertThat(proxy.passed())
                        .isNotEmpty()
                        .containsOnly("CONNECT " + front.base().getAuthority());
                assertThat(gateway.simulator().queries())
                        .noneMatch(query -> query.call().headers().containsKey("proxy-authorization"));
            }
        }
    }

    @Test
    void withoutTheProxysPasswordNothingPasses() throws Exception {
        GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(new HashMap<>());
        try (ForwardProxy proxy = new ForwardProxy("user:password");
                TlsFront front =
                        TlsFront.of(prepared.simulator().port(), certificates().server("ip:127.0.0.1"))) {
            prepared.settings().put("ondemand.base", front.base().toString());
            prepared.settings()
                    .put("ondemand.caFile", certificates().authority().toString());
            prepared.settings().put("ondemand.proxy", proxy.address());
            try (GatewayUnderTest gateway = prepared.start()) {
                mustNotReachIt(gateway);
                assertThat(proxy.passed()).isEmpty();
            }
        }
    }

    @Test
    void anAuthorityOfItsOwnIsTrustedWhenNamedAndNotOtherwise() throws Exception {
        for (boolean named : new boolean[] {true, false}) {
            GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(new HashMap<>());
            try (TlsFront front =
                    TlsFront.of(prepared.simulator().port(), certificates().server("ip:127.0.0.1"))) {
                prepared.settings().put("ondemand.base", front.base().toString());
                if (named) {
                    prepared.settings()
                            .put("ondemand.caFile", certificates().authority().toString());
                }
                try (GatewayUnderTest gateway = prepared.start()) {
                    if (named) {
                        mustAnswer(gateway);
                    } else {
                        mustNotReachIt(gateway);
                    }
                }
            }
        }
    }

    @Test
    void aCertificateOfThatAuthorityForAnotherHostIsRefused() throws Exception {
        GatewayUnderTest.Prepared prepared = GatewayUnderTest.prepare(new HashMap<>());
        try (TlsFront front =
                TlsFront.of(prepared.simulator().port(), certificates().server("dns:other.example"))) {
            prepared.settings().put("ondemand.base", front.base().toString());
            prepared.settings()
                    .put("ondemand.caFile", certificates().authority().toString());
            try (GatewayUnderTest gateway = prepared.start()) {
                mustNotReachIt(gateway);
            }
        }
    }
}
