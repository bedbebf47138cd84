package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** The tap must notice what leaves through it: here an answer that no client of OpenAI could read. */
class WireTapIT {

    @Test
    void anAnswerThatDoesNotFitFailsTheTestThatGotIt() throws Exception {
        GatewayUnderTest gateway = GatewayUnderTest.prepare(Map.of()).start();
        gateway.main().getCamelContext().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/odd?muteException=true")
                        .setHeader("Content-Type", constant("application/json"))
                        .setBody(constant("{\"odd\":1}"));
            }
        });

        assertThat(gateway.get("/v1/odd").body()).isEqualTo("{\"odd\":1}");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /v1/odd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .lineThatStartsWith("{\"odd\"");
        }

        assertThatThrownBy(gateway::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /v1/odd 200 has no schema here")
                .satisfies(failure -> assertThat(failure.getMessage().split("GET /v1/odd 200 "))
                        .hasSize(3));
    }
}
