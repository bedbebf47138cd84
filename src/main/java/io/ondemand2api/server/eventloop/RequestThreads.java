package io.ondemand2api.server.eventloop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives every request a virtual thread: one on the event loop of its client where that is possible, so that its tokens
 * need no other thread. A request with a large body has an ordinary one, so that reading it delays no tokens.
 */
public final class RequestThreads extends AbstractExecutorService {

    private static final String LARGE = "large-request";

    private final ExecutorService ordinary;

    RequestThreads(ExecutorService ordinary) {
        this.ordinary = ordinary;
    }

    /** Says that the request of this context takes long to read. */
    public static void large(Context context) {
        context.putLocal(LARGE, Boolean.TRUE);
    }

    @Override
    public void execute(Runnable task) {
        Context context = Vertx.currentContext();
        if (EventLoopThreads.available()
                && context instanceof ContextInternal known
                && context.isEventLoopContext()
                && context.getLocal(LARGE) == null) {
            EventLoopThreads.start(known.nettyEventLoop(), task);
        } else {
            ordinary.execute(task);
        }
    }

    @Override
    public void shutdown() {
        ordinary.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return ordinary.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return ordinary.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return ordinary.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return ordinary.awaitTermination(timeout, unit);
    }
}
