package io.ondemand2api.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Looks names up in threads of its own: the system's resolver would hold up a whole event loop. */
final class UpstreamAddresses implements DnsResolver {

    private static final int THREADS = 16;
    private static final ExecutorService LOOKUPS = new ThreadPoolExecutor(
            0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), UpstreamAddresses::daemon);

    private final Duration patience;

    /** @param patience how long to wait for the resolver */
    UpstreamAddresses(Duration patience) {
        this.patience = patience;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "address-lookup");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            Future<InetAddress[]> lookup = LOOKUPS.submit(() -> SystemDefaultDnsResolver.INSTANCE.resolve(host));
            return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        } catch (TimeoutException | RejectedExecutionException slow) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
