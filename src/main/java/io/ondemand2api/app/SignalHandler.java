package io.ondemand2api.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers SIGTERM and SIGINT by an orderly end with exit code 0, and a second one by ending at once. The JVM's own way
 * would be its shutdown hooks, after which its exit code is never 0; they do where signals cannot be handled.
 *
 * <p>The only way to handle signals is {@code sun.misc.Signal}, in module jdk.unsupported. It is taken by reflection, since
 * the compiler warns of it without a way to say that it is meant, and a slim JDK may lack it.
 */
final class SignalHandler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SignalHandler.class);

    /** What the shell adds to a signal's number for an exit code. */
    private static final int EXIT_BY_SIGNAL = 128;

    private final CamelContext context;
    private final Consumer<String> drain;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final List<Runnable> undo = new ArrayList<>();

    /** @param drain what to do before Camel is stopped, given the signal's name; may take its time */
    SignalHandler(CamelContext context, Consumer<String> drain) {
        this.context = context;
        this.drain = drain;
    }

    /** From now on the process ends in this way. */
    void install() {
        try {
            handle("TERM");
            handle("INT");
        } catch (ReflectiveOperationException | IllegalArgumentException noSignals) {
            LOG.debug("Signals cannot be handled: {}", noSignals.toString());
            Thread hook = new Thread(() -> drain.accept("Shutdown hook"), "drain");
            Runtime.getRuntime().addShutdownHook(hook);
            undo.add(() -> remove(hook));
        }
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        Method handle = signals.getMethod("handle", signals, handlers);
        Object signal = signals.getConstructor(String.class).newInstance(name);
        int number = (int) signals.getMethod("getNumber").invoke(signal);
        Object handler = Proxy.newProxyInstance(
                handlers.getClassLoader(),
                new Class<?>[] {handlers},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        signalled("SIG" + name, number);
                        yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "end on SIG" + name;
                });
        try {
            Object before = handle.invoke(null, signal, handler);
            undo.add(() -> restore(handle, signal, before));
        } catch (InvocationTargetException refused) {
            // the JVM was started with -Xrs
            throw new IllegalArgumentException(refused.getCause());
        }
    }

    private static void restore(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            LOG.debug("A signal keeps its handler: {}", e.toString());
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException runsAlready) {
            LOG.trace("The process ends: {}", runsAlready.toString());
        }
    }

    private void signalled(String name, int number) {
        if (signalled.compareAndSet(false, true)) {
            new Thread(() -> end(name), "drain").start();
        } else {
            LOG.warn("{} again: ending at once", name);
            Runtime.getRuntime().halt(EXIT_BY_SIGNAL + number);
        }
    }

    private void end(String name) {
        drain.accept(name);
        context.stop();
        System.exit(0);
    }

    /** Restores the former signal handlers; not while one is being answered, so that a second still counts. */
    @Override
    public void close() {
        if (!signalled.get()) {
            undo.forEach(Runnable::run);
        }
    }
}
