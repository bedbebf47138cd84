package io.ondemand2api.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what is logged by {@code java.util.logging}, as OpenTelemetry's exporters do, to the log of all others. */
final class JavaLogging extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    /** Takes the place of the handler that would write to the console in a form of its own. */
    static synchronized void install() {
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        for (Handler there : root.getHandlers()) {
            if (there instanceof JavaLogging) {
                return;
            }
            root.removeHandler(there);
        }
        root.addHandler(new JavaLogging());
    }

    @Override
    public void publish(LogRecord event) {
        if (event == null) {
            return;
        }
        Logger log = LoggerFactory.getLogger(event.getLoggerName() == null ? "java" : event.getLoggerName());
        String message = formatter.formatMessage(event);
        int level = event.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            log.error(message, event.getThrown());
        } else if (level >= Level.WARNING.intValue()) {
            log.warn(message, event.getThrown());
        } else if (level >= Level.INFO.intValue()) {
            log.info(message, event.getThrown());
        } else {
            log.debug(message, event.getThrown());
        }
    }

    @Override
    public void flush() {
        // nothing is held
    }

    @Override
    public void close() {
        // nothing is held
    }
}
