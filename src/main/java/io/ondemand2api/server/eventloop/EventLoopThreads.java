package io.ondemand2api.server.eventloop;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Virtual threads that run on the event loop of the client they serve. A token then costs one wake-up: the loop that
 * reads it runs the thread that waits for it, and writes what that thread has made of it. The JVM has no public way to
 * say where a virtual thread runs, so its own builder is taken by reflection, which the manifest of the jar allows;
 * elsewhere, and before Java 24 (where a thread that waits inside {@code synchronized} would hold up the loop), requests
 * have ordinary threads.
 */
public final class EventLoopThreads {

    /** The first Java in which a virtual thread gives its carrier back in every kind of wait. */
    private static final int FIRST_JAVA = 24;

    private static final ThreadLocal<Place> CURRENT = new ThreadLocal<>();
    private static final Map<EventLoop, EventLoopScheduler> SCHEDULERS = new ConcurrentHashMap<>();
    private static final Constructor<?> BUILDER = builder();
    private static final Method START = start();

    private static volatile boolean wanted = true;

    private EventLoopThreads() {}

    private static Constructor<?> builder() {
        if (Runtime.version().feature() < FIRST_JAVA) {
            return null;
        }
        try {
            Constructor<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    private static Method start() {
        try {
            return BUILDER == null
                    ? null
                    : Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
        } catch (ReflectiveOperationException changed) {
            return null;
        }
    }

    /** True when this JVM lets threads run on event loops, and it is not switched off. */
    public static boolean available() {
        return START != null && wanted;
    }

    /** Why threads do not run on event loops; null when they do. */
    static String unavailability() {
        if (available()) {
            return null;
        }
        if (!wanted) {
            return "gateway.eventLoopThreads is off";
        }
        int java = Runtime.version().feature();
        return java < FIRST_JAVA
                ? "Java " + java + " is older than " + FIRST_JAVA
                : "Java " + java + " does not open java.base/java.lang, or has changed it";
    }

    /** Switches them off, or on again where the JVM has them. */
    public static void use(boolean use) {
        wanted = use;
    }

    /** The loop that this thread runs on; null for every other kind of thread. */
    static EventLoop current() {
        Place place = CURRENT.get();
        return place == null ? null : place.loop();
    }

    /**
     * Names where this thread's connections are to be read and written, so that they are only reused there.
     *
     * @return the same for all threads of one loop
     */
    public static Object place() {
        EventLoop loop = current();
        return loop == null ? EventLoopThreads.class : loop;
    }

    /** Runs the task in a thread of its own on this loop. */
    static void start(EventLoop loop, Runnable task) {
        start(loop, task, false);
    }

    /**
     * Runs the task in a thread of its own on this thread's loop, once the loop has done everything that goes on.
     *
     * @return false when this thread has no loop
     */
    public static boolean startBehind(Runnable task) {
        EventLoop loop = current();
        if (loop == null || !available()) {
            return false;
        }
        start(loop, task, true);
        return true;
    }

    /**
     * Lets everything that goes on on this thread's loop pass: what follows is long, and no client waits for a word of
     * it yet.
     */
    public static void begin() {
        Place place = CURRENT.get();
        if (place != null) {
            place.thread().begin();
        }
    }

    private static void start(EventLoop loop, Runnable task, boolean begins) {
        EventLoopThread thread = new EventLoopThread(scheduler(loop), begins);
        try {
            START.invoke(BUILDER.newInstance(thread), (Runnable) () -> {
                thread.isThisThread();
                CURRENT.set(new Place(loop, thread));
                task.run();
            });
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static EventLoopScheduler scheduler(EventLoop loop) {
        EventLoopScheduler known = SCHEDULERS.get(loop);
        return known != null ? known : SCHEDULERS.computeIfAbsent(loop, EventLoopThreads::newScheduler);
    }

    private static EventLoopScheduler newScheduler(EventLoop loop) {
        EventLoopScheduler scheduler = new EventLoopScheduler(loop, System::nanoTime);
        loop.terminationFuture().addListener(ended -> {
            SCHEDULERS.remove(loop);
            EventLoopRescue.run(scheduler);
        });
        EventLoopRescue.start();
        return scheduler;
    }

    /** The virtual thread that this loop runs at the moment; null when it runs none. */
    static Thread runningOn(EventLoop loop) {
        EventLoopScheduler known = SCHEDULERS.get(loop);
        return known == null ? null : known.running();
    }

    static Iterable<EventLoopScheduler> schedulers() {
        return SCHEDULERS.values();
    }

    /**
     * Runs what an event loop must not: it may wait for a lock that a thread on the same loop is next to have. Anywhere
     * else it runs at once.
     */
    public static void offLoop(Runnable task) {
        if (available() && Context.isOnEventLoopThread() && Vertx.currentContext() instanceof ContextInternal context) {
            start(context.nettyEventLoop(), task);
        } else {
            task.run();
        }
    }

    private record Place(EventLoop loop, EventLoopThread thread) {}
}
