package io.ondemand2api.app;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.AdmissionGate;
import io.ondemand2api.upstream.BackgroundRoutes;
import io.ondemand2api.upstream.DeadlineMonitor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out. Readiness goes off at once; new requests are served for a while, since their senders learn of it only
 * later; then they are refused, and those under way are waited for. What takes too long is ended with an error. It
 * happens once, however many callers ask for it: all of them return when it is done.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long POLL_MILLIS = 50;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The last bytes of an answer are with the server when its request is done; it needs a moment to send them. */
    private static final Duration LAST_BYTES = Duration.ofMillis(500);

    private final DrainSettings settings;
    private final AdmissionGate gate;
    private final Admission admission;
    private final DeadlineMonitor watch;
    private final BackgroundRoutes background;

    private long began;
    private boolean done;

    Drain(
            DrainSettings settings,
            AdmissionGate gate,
            Admission admission,
            DeadlineMonitor watch,
            BackgroundRoutes background) {
        this.settings = settings;
        this.gate = gate;
        this.admission = admission;
        this.watch = watch;
        this.background = background;
    }

    /** Because the process was told to end: the load balancer has not noticed it yet. */
    void afterSignal(String signal) {
        drain(signal, settings.minWait());
    }

    /** Because Camel is being stopped: no more requests are taken. */
    void beforeStop() {
        drain("Stop", Duration.ZERO);
    }

    private synchronized void drain(String reason, Duration minWait) {
        if (done) {
            return;
        }
        began = System.nanoTime();
        gate.leave();
        if (!minWait.isZero() || admission.open() > 0) {
            LOG.info(
                    "{}: not ready any more; new requests are served for {} ms more, those under way ({} now) have {} s",
                    reason,
                    minWait.toMillis(),
                    admission.open(),
                    settings.timeout().toSeconds());
        }
        try {
            await(() -> false, began + minWait.toNanos());
            gate.close();
            if (admission.open() > 0) {
                awaitClients();
            }
            awaitOwnWork();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gate.close();
        watch.cut(ended());
        background.close();
        done = true;
        LOG.info("Drained in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private void awaitClients() throws InterruptedException {
        LOG.info("New requests are refused; waiting for {} under way", admission.open());
        if (!await(() -> admission.open() == 0, began + settings.timeout().toNanos())) {
            LOG.warn("{} requests are not done within gateway.drain.timeout: they end with an error", admission.open());
            watch.cut(ended());
            await(() -> admission.open() == 0, after(settings.tail()));
        }
        await(() -> false, after(LAST_BYTES));
    }

    /** Streams run on for two seconds behind their answers, and sessions are deleted: soon done, but not worth more. */
    private void awaitOwnWork() throws InterruptedException {
        await(() -> watch.size() == 0 && watch.ownCalls() == 0 && !background.busy(), after(settings.tail()));
    }

    private static GatewayException ended() {
        return new GatewayException(
                Failure.SHUTTING_DOWN, "The gateway is shutting down and could not wait for the whole answer.");
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /**
     * Waits, and says now and then for what.
     *
     * @return false when the time is over before the condition holds
     */
    private boolean await(BooleanSupplier condition, long deadline) throws InterruptedException {
        long report = System.nanoTime() + REPORT_NANOS;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                return false;
            }
            if (now - report >= 0) {
                report += REPORT_NANOS;
                LOG.info(
                        "Draining: {} requests under way, {} s left",
                        admission.open(),
                        TimeUnit.NANOSECONDS.toSeconds(deadline - now));
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(deadline - now, TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)));
        }
        return true;
    }
}
