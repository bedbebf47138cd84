package io.ondemand2api.blackbox;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that is logged while it is open, the gateway's own debug lines and stack traces included. */
final class LogCapture implements AutoCloseable {

    private static final String NAME = "capture";

    private final StringWriter text = new StringWriter();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    LogCapture() {
        PatternLayout layout =
                PatternLayout.newBuilder().withPattern("%p %c %m%n%throwable").build();
        WriterAppender appender = WriterAppender.createAppender(layout, null, text, NAME, false, true);
        appender.start();
        context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
        for (LoggerConfig logger : context.getConfiguration().getLoggers().values()) {
            if (logger.getName().equals("io.ondemand2api")) {
                logger.setLevel(Level.DEBUG);
            }
        }
        context.updateLoggers();
    }

    String text() {
        return text.toString();
    }

    @Override
    public void close() {
        context.reconfigure();
    }
}
