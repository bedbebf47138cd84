package io.ondemand2api.upstream.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UpstreamAddressesTest {

    private static final String HOST = "upstream.example";

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();

    @AfterEach
    void end() {
        answers.countDown();
        clients.shutdownNow();
    }

    /** A resolver that answers when it is told to. */
    private UpstreamAddresses addresses(Duration patience) {
        return new UpstreamAddresses(
                new DnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        lookups.incrementAndGet();
                        try {
                            answers.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        if (!host.equals(HOST)) {
                            throw new UnknownHostException(host);
                        }
                        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1})};
                    }

                    @Override
                    public String resolveCanonicalHostname(String host) {
                        return host;
                    }
                },
                patience);
    }

    private CompletableFuture<InetAddress[]> ask(UpstreamAddresses addresses, String host) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return addresses.resolve(host);
                    } catch (UnknownHostException unknown) {
                        throw new CompletionException(unknown);
                    }
                },
                clients);
    }

    @Test
    void aBurstOfNewConnectionsNeedsOneLookUpAndNobodyIsRefused() {
        UpstreamAddresses addresses = addresses(Duration.ofSeconds(20));
        List<CompletableFuture<InetAddress[]>> burst = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            burst.add(ask(addresses, HOST));
        }
        Awaitility.await().until(() -> lookups.get() == 1);
        answers.countDown();

        assertThat(burst).allSatisfy(found -> assertThat(found.join()).hasSize(1));
        // those that were late may have asked once more
        assertThat(lookups.get()).isLessThan(20);
    }

    @Test
    void aNameThatIsNotKnownIsLookedUpAnewTheNextTime() {
        UpstreamAddresses addresses = addresses(Duration.ofSeconds(20));
        answers.countDown();

        for (int i = 1; i <= 3; i++) {
            assertThatThrownBy(() -> addresses.resolve("nobody.example")).isInstanceOf(UnknownHostException.class);
            assertThat(lookups).hasValue(i);
        }
    }

    @Test
    void whoeverWaitsTooLongIsToldSoAndTheNextOneAsksAnew() {
        UpstreamAddresses addresses = addresses(Duration.ofMillis(50));

        assertThatThrownBy(() -> addresses.resolve(HOST)).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> addresses.resolve(HOST)).isInstanceOf(UnknownHostException.class);

        assertThat(lookups).hasValue(2);
    }

    @Test
    void anAddressIsNotLookedUp() throws UnknownHostException {
        UpstreamAddresses addresses = addresses(Duration.ofSeconds(20));

        assertThat(addresses.resolve("127.0.0.1")).containsExactly(InetAddress.getByName("127.0.0.1"));
        assertThat(addresses.resolve("::1")).containsExactly(InetAddress.getByName("::1"));
        assertThat(lookups).hasValue(0);
    }
}
