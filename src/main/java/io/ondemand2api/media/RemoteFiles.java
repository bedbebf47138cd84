package io.ondemand2api.media;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads what callers name by its address. Strangers choose these addresses, so nothing is trusted: an address is
 * checked after its name was looked up, and the connection is made to the very address that was checked; no redirect is
 * followed, no cookie or connection kept, nothing unpacked; size and time are bounded, the look-up of the name included.
 * Every failure looks the same to the caller, which could otherwise probe for internal machines.
 */
public final class RemoteFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteFiles.class);
    private static final int AT_ONCE = 16;
    private static final int WAITING = 64;
    private static final int OK = 200;

    private final int mostBytes;
    private final Duration timeout;
    private final String userAgent;
    private final ThreadPoolExecutor workers;
    private volatile Predicate<InetAddress> allowed = PublicAddresses::includes;
    private volatile LookUp names = InetAddress::getAllByName;
    private CloseableHttpClient client;

    /**
     * @param mostBytes the most bytes of one file
     * @param timeout the longest time for one file, from the wait for a free worker to its last byte
     */
    public RemoteFiles(int mostBytes, Duration timeout, String userAgent) {
        this.mostBytes = mostBytes;
        this.timeout = timeout;
        this.userAgent = userAgent;
        this.workers = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "remote-files");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** Made when it is needed first: most gateways never download anything, and its trust store takes long to read. */
    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    private CloseableHttpClient newClient() {
        Timeout most = Timeout.of(timeout);
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedNames())
                        .setMaxConnTotal(AT_ONCE)
                        .setMaxConnPerRoute(AT_ONCE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(most)
                                .setSocketTimeout(most)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(most)
                        .setResponseTimeout(most)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    /** Finds the addresses of a name. */
    interface LookUp {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /** For tests, which have no public address of their own. No property reaches it. */
    void allow(Predicate<InetAddress> addresses) {
        allowed = addresses;
    }

    /** For tests, which have no name server of their own. No property reaches it. */
    void lookUpBy(LookUp other) {
        names = other;
    }

    /**
     * The bytes of a file.
     *
     * @param param the path of the caller's field, for the problem
     * @throws InvalidRequestException when it cannot be loaded, for any reason
     */
    byte[] fetch(URI url, String param) throws GatewayException, InterruptedException {
        HttpGet request = new HttpGet(url);
        request.setHeader("Accept", "image/png, image/jpeg, application/pdf");
        try {
            Future<byte[]> bytes = workers.submit(() -> client().execute(request, this::read));
            return bytes.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            LOG.debug("A remote file cannot be had: {}", failed.getCause().toString());
        } catch (TimeoutException slow) {
            LOG.debug("A remote file takes longer than {}", timeout);
        } catch (RejectedExecutionException full) {
            throw new GatewayException(
                    Failure.OVERLOADED,
                    "The gateway has too many files to download. Please try again in 1s.",
                    Duration.ofSeconds(1));
        } finally {
            request.cancel();
        }
        throw new InvalidRequestException(
                "Invalid '" + param + "': the file could not be downloaded. Its address must be public and answer with "
                        + "200, without a redirect, within " + timeout.toMillis() + " ms and with " + mostBytes
                        + " bytes at most.",
                param,
                "failed_to_download_image");
    }

    private byte[] read(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != OK || response.getEntity() == null) {
            throw new IOException("status " + response.getCode());
        }
        if (response.getEntity().getContentLength() > mostBytes) {
            throw new IOException("too large");
        }
        try (InputStream content = response.getEntity().getContent()) {
            byte[] bytes = content.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new IOException("too large");
            }
            return bytes;
        }
    }

    @Override
    public synchronized void close() {
        workers.shutdownNow();
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            LOG.debug("The client for remote files was not closed: {}", e.toString());
        }
    }

    /** Looks names up for the client, which connects to nothing but what this gives. */
    private final class CheckedNames implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = names.addresses(host);
            for (InetAddress address : addresses) {
                // one bad address among good ones is no accident
                if (!allowed.test(address)) {
                    throw new UnknownHostException("not a public address");
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
