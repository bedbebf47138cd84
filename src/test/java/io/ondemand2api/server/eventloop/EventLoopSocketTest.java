package io.ondemand2api.server.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopSocketTest {

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private ServerSocket server;
    private EventLoopSocket socket;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        socket = new EventLoopSocket(loops.next());
        socket.connect(server.getLocalSocketAddress(), 5000);
        peer = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private CompletableFuture<Throwable> failureOfReading() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                socket.getInputStream().read();
                return null;
            } catch (IOException e) {
                return e;
            }
        });
    }

    private void awaitReader() {
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(java.util.Arrays::stream)
                        .anyMatch(frame -> frame.getClassName().endsWith("ReceivedBytes")
                                && frame.getMethodName().equals("await")));
    }

    @Test
    void bytesGoBothWays() throws IOException {
        socket.getOutputStream().write("ping".getBytes());
        assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("ping");

        peer.getOutputStream().write("pong".getBytes());
        assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
    }

    @Test
    void theCallersArrayMayBeFilledAnewAtOnce() throws IOException {
        byte[] bytes = new byte[1000];
        for (int round = 0; round < 100; round++) {
            java.util.Arrays.fill(bytes, (byte) round);
            socket.getOutputStream().write(bytes);
        }
        byte[] all = peer.getInputStream().readNBytes(100_000);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).isEqualTo((byte) (i / 1000));
        }
    }

    @Test
    void aReaderThatLagsBehindLosesNothingAndTheLoopStopsReading() throws Exception {
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(sent);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                peer.getOutputStream().write(sent);
                peer.shutdownOutput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        Awaitility.await().until(() -> socket.getInputStream().available() > ReceivedBytes.MAX_UNREAD);
        Awaitility.await()
                .during(java.time.Duration.ofMillis(200))
                .until(() -> socket.getInputStream().available() < 2 * ReceivedBytes.MAX_UNREAD);
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
        sending.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aReaderThatAlwaysHasSomethingLetsTheLoopDoAllElseAgainAndAgain() throws Exception {
        assumeTrue(EventLoopThreads.available(), "needs Java 24");
        peer.getOutputStream().write(new byte[3 * ReceivedBytes.MAX_UNREAD]);
        Awaitility.await().until(() -> socket.getInputStream().available() >= ReceivedBytes.MAX_UNREAD);
        EventLoop loop = loops.next();
        AtomicInteger read = new AtomicInteger();
        CompletableFuture<Integer> readBeforeTheOther = new CompletableFuture<>();

        EventLoopThreads.start(loop, () -> {
            EventLoopThreads.start(loop, () -> readBeforeTheOther.complete(read.get()));
            try {
                while (read.get() < ReceivedBytes.MAX_UNREAD) {
                    read.addAndGet(socket.getInputStream().read(new byte[1024]));
                }
            } catch (IOException broken) {
                readBeforeTheOther.completeExceptionally(broken);
            }
        });

        assertThat(readBeforeTheOther.get(5, TimeUnit.SECONDS)).isLessThan(ReceivedBytes.MAX_UNREAD / 2);
    }

    @Test
    void aReadThatWaitsTooLongTimesOutAndTheNextOneGoesOn() throws IOException {
        socket.setSoTimeout(20);
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

        socket.setSoTimeout(0);
        peer.getOutputStream().write('x');
        assertThat(in.read()).isEqualTo('x');
    }

    @Test
    void theEndComesAfterEverythingThatWasSent() throws IOException {
        peer.getOutputStream().write("last".getBytes());
        peer.close();

        assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("last");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aResetIsAnError() throws Exception {
        CompletableFuture<Throwable> reading = failureOfReading();
        awaitReader();
        peer.setSoLinger(true, 0);
        peer.close();

        assertThat(reading.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void closingWakesAReaderThatWaits() throws Exception {
        CompletableFuture<Throwable> reading = failureOfReading();
        awaitReader();
        socket.close();

        assertThat(reading.get(5, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
        assertThat(socket.isClosed()).isTrue();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whatIsClosedTakesNothing() {
        socket.close();

        assertThatThrownBy(() -> socket.getOutputStream().write(1)).isInstanceOf(SocketException.class);
    }

    @Test
    void nobodyThereIsAConnectException() throws IOException {
        int free;
        try (ServerSocket unused = new ServerSocket(0)) {
            free = unused.getLocalPort();
        }
        try (EventLoopSocket refused = new EventLoopSocket(loops.next())) {
            assertThatThrownBy(
                            () -> refused.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), free), 1000))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void anOptionOfAClosedConnectionFailsAsASocketDoes() throws IOException {
        socket.close();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThatThrownBy(() -> socket.setSoLinger(true, 0)).isInstanceOf(SocketException.class));
        assertThatThrownBy(() -> socket.setKeepAlive(true)).isInstanceOf(SocketException.class);
    }
}
