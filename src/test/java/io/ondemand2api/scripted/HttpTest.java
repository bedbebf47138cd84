package io.ondemand2api.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTest {

    private static final String HEAD = "POST /chat/v1/sessions HTTP/1.1\r\nHost: x\r\napikey: k\r\n";
    private static final String BODY = "{\"externalUserId\":\"u\"}";

    private ScriptedOnDemand simulator;
    private RawCaller raw;

    @BeforeEach
    void start() throws Exception {
        simulator = ScriptedOnDemand.start(0);
        raw = new RawCaller(simulator);
    }

    @AfterEach
    void stop() throws Exception {
        raw.close();
        simulator.close();
    }

    @Test
    void aBodyMayComeInChunks() throws Exception {
        raw.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n" + BODY.substring(0, 5) + "\r\n"
                + Integer.toHexString(BODY.length() - 5) + ";x=y\r\n" + BODY.substring(5) + "\r\n0\r\n\r\n");
        assertThat(raw.until("}}")).startsWith("HTTP/1.1 201 Created\r\n");
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        String request = HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        raw.send(request + request);
        raw.until("}}");
        assertThat(raw.until("}}")).startsWith("HTTP/1.1 201 Created\r\n");
        assertThat(simulator.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void aConnectionClosesWhenItsClientAsksForIt() throws Exception {
        raw.send(HEAD + "Connection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);
        assertThat(raw.toEnd()).endsWith("\"externalUserId\":\"u\"}}");
    }

    @Test
    void aClientThatWaitsToBeToldToContinueIsTold() throws Exception {
        raw.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
        assertThat(raw.until("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(raw.send(BODY).until("}}")).startsWith("HTTP/1.1 201");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedUnread() throws Exception {
        assertThat(raw.send(HEAD + "Content-Length: 67108865\r\n\r\n").toEnd()).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws Exception {
        assertThat(raw.send(HEAD + "x: " + "y".repeat(70_000)).toEnd()).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        assertThat(raw.send("hello\r\n").toEnd()).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void itsBaseIsOnLoopback() {
        assertThat(simulator.base()).hasToString("http://127.0.0.1:" + simulator.port());
    }

    @Test
    void aPortThatIsTakenIsAClearFailure() {
        assertThatThrownBy(() -> ScriptedOnDemand.start(simulator.port()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port " + simulator.port());
    }

    @Test
    void aClosedSimulatorServesNobody() throws Exception {
        simulator.close();
        assertThatThrownBy(() -> new RawCaller(simulator)).isInstanceOf(java.net.ConnectException.class);
    }
}
