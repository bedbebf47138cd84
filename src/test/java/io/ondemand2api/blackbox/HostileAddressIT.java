package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.media.RemoteAddresses;
import io.ondemand2api.scripted.Behaviour;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to write the address of this machine, with something that listens there. */
class HostileAddressIT {

    private static GatewayUnderTest gateway;
    private static LoopbackListener listener;

    @BeforeAll
    static void start() {
        listener = new LoopbackListener();
        gateway = GatewayUnderTest.start(Map.of(
                "ondemand.media.enabled", "true",
                "ondemand.media.allowRemoteUrls", "true",
                "ondemand.media.downloadTimeout", "2s"));
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ok"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/a.png",
                "http://127.1:PORT/a.png",
                "http://127.0.1:PORT/a.png",
                "http://127.0.0.2:PORT/a.png",
                "http://2130706433:PORT/a.png",
                "http://017700000001:PORT/a.png",
                "http://0177.0.0.1:PORT/a.png",
                "http://0177.0.0.01:PORT/a.png",
                "http://0x7f000001:PORT/a.png",
                "http://0x7f.0.0.1:PORT/a.png",
                "http://0x7f.1:PORT/a.png",
                "http://4294967297:PORT/a.png",
                "http://127.0.0.1.:PORT/a.png",
                "http://0:PORT/a.png",
                "http://0.0.0.0:PORT/a.png",
                "http://localhost:PORT/a.png",
                "http://LOCALHOST.:PORT/a.png",
                "http://sub.localhost:PORT/a.png",
                "http://[::1]:PORT/a.png",
                "http://[::]:PORT/a.png",
                "http://[0:0:0:0:0:0:0:1]:PORT/a.png",
                "http://[::1%25lo]:PORT/a.png",
                "http://[::1%lo]:PORT/a.png",
                "http://[::127.0.0.1]:PORT/a.png",
                "http://[::ffff:127.0.0.1]:PORT/a.png",
                "http://[::ffff:7f00:1]:PORT/a.png",
                "http://[::ffff:0:127.0.0.1]:PORT/a.png",
                "http://[64:ff9b::127.0.0.1]:PORT/a.png",
                "http://[64:ff9b::7f00:1]:PORT/a.png",
                "http://[64:ff9b:1::7f00:1]:PORT/a.png",
                "http://[2002:7f00:1::]:PORT/a.png",
                "http://[2001:0:7f00:1::]:PORT/a.png",
                "http://user@127.0.0.1:PORT/a.png",
                "http://public.invalid@127.0.0.1:PORT/a.png",
                "http://public.invalid:80@127.0.0.1:PORT/a.png",
                "http://127.0.0.1:PORT@public.invalid/a.png",
                "http://127.0.0.1:PORT#@public.invalid/a.png",
                "http://127.0.0.1:PORT?@public.invalid/a.png",
                "http://127.0.0.1:PORT\\@public.invalid/a.png",
                "http://public.invalid\\@127.0.0.1:PORT/a.png",
                "http:\\\\127.0.0.1:PORT\\a.png",
                "http:127.0.0.1:PORT/a.png",
                "http:/127.0.0.1:PORT/a.png",
                "http:///127.0.0.1:PORT/a.png",
                "//127.0.0.1:PORT/a.png",
                "http://%31%32%37.0.0.1:PORT/a.png",
                "http://127%2e0%2e0%2e1:PORT/a.png",
                "http://127。0。0。1:PORT/a.png",
                "http://127．0．0．1:PORT/a.png",
                "http://１２７.0.0.1:PORT/a.png",
                "http://①②⑦.0.0.1:PORT/a.png",
                "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/a.png",
                "http://loc\u00adalhost:PORT/a.png",
                "http://127.0.0.1\t:PORT/a.png",
                "http://127.0.0.1\r\nHost: x:PORT/a.png",
                "HTTP://127.0.0.1:PORT/a.png",
                "https://127.0.0.1:PORT/a.png",
                "ftp://127.0.0.1:PORT/a.png",
                "gopher://127.0.0.1:PORT/a.png",
                "jar:http://127.0.0.1:PORT/a.png!/",
                "file://127.0.0.1/etc/hostname",
                "file:///etc/hostname",
            })
    void nothingOfTheOperatorsOwnIsReached(String url) {
        HttpResponse<String> response = gateway.chat(
                FileRequests.ask(FileRequests.image(url.replace("PORT", Integer.toString(listener.port())))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Chat.json(response.body()).at("/error/param").asText())
                .isEqualTo("messages[0].content[0].image_url.url");
        assertThat(listener.connections()).isZero();
        assertThat(gateway.simulator().uploads()).isEmpty();
    }

    /** A name server that says something harmless when it is asked first, and something else from then on. */
    @Test
    void aNameThatChangesItsAddressLeadsNowhereElse() throws Exception {
        InetAddress harmless = InetAddress.getByName("127.0.0.3");
        InetAddress forbidden = InetAddress.getByName("127.0.0.1");
        AtomicInteger lookUps = new AtomicInteger();
        RemoteAddresses.allow(gateway.main(), harmless::equals);
        RemoteAddresses.lookUp(
                gateway.main(), name -> new InetAddress[] {lookUps.getAndIncrement() == 0 ? harmless : forbidden});
        try {
            HttpResponse<String> response = gateway.chat(
                    FileRequests.ask(FileRequests.image("http://rebinding.invalid:" + listener.port() + "/a.png")));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(lookUps).as("asked once").hasValue(1);
            assertThat(listener.connections()).isZero();
        } finally {
            RemoteAddresses.allowPublicOnesOnly(gateway.main());
        }
    }
}
