package io.ondemand2api.server.eventloop.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a connection's patience ends. It is put off with each request, so that one timer serves many of them. */
final class Deadline {

    private static final long NONE = Long.MAX_VALUE;

    private final Runnable action;
    private long at = NONE;
    private long alarmAt;
    private ScheduledFuture<?> alarm;

    /** @param action what is to be done then, on the connection's event loop */
    Deadline(Runnable action) {
        this.action = action;
    }

    /** Puts it so far from now. */
    void set(ChannelHandlerContext context, Duration patience) {
        at = System.nanoTime() + patience.toNanos();
        if (alarm == null || alarmAt - at > 0) {
            cancel();
            schedule(context);
        }
    }

    /** Waits without end. */
    void lift() {
        at = NONE;
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private void schedule(ChannelHandlerContext context) {
        alarmAt = at;
        long wait = Math.max(0, at - System.nanoTime());
        alarm = context.executor().schedule(() -> alarm(context), wait, TimeUnit.NANOSECONDS);
    }

    private void alarm(ChannelHandlerContext context) {
        alarm = null;
        if (at == NONE || context.isRemoved()) {
            return;
        }
        if (at - System.nanoTime() > 0) {
            schedule(context);
        } else {
            action.run();
        }
    }
}
