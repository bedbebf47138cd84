package io.ondemand2api.upstream.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * Looks names up in threads of its own: the system's resolver would hold up a whole event loop. A caller that needs a
 * name that is being looked up waits for the same answer, so that a burst of new connections needs one look-up. Safe
 * for several threads.
 */
final class UpstreamAddresses implements DnsResolver {

    private static final int THREADS = 4;
    private static final int NAMES = 1000;
    private static final ExecutorService LOOKUPS = lookups();

    private final DnsResolver resolver;
    private final Duration patience;
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    /** @param patience how long to wait for the resolver */
    UpstreamAddresses(Duration patience) {
        this(SystemDefaultDnsResolver.INSTANCE, patience);
    }

    UpstreamAddresses(DnsResolver resolver, Duration patience) {
        this.resolver = resolver;
        this.patience = patience;
    }

    private static ExecutorService lookups() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(NAMES), task -> {
                    Thread thread = new Thread(task, "address-lookup");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
            // nothing to look up
            return InetAddress.getAllByName(host);
        }
        CompletableFuture<InetAddress[]> lookup = lookup(host);
        try {
            return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        } catch (TimeoutException slow) {
            // the next caller starts a new look-up
            underWay.remove(host, lookup);
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    private CompletableFuture<InetAddress[]> lookup(String host) {
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> others = underWay.putIfAbsent(host, mine);
        if (others != null) {
            return others;
        }
        mine.whenComplete((found, failed) -> underWay.remove(host, mine));
        try {
            return mine.completeAsync(() -> ask(host), LOOKUPS);
        } catch (RejectedExecutionException tooMany) {
            mine.completeExceptionally(new UnknownHostException(host));
            return mine;
        }
    }

    private InetAddress[] ask(String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
