package io.ondemand2api.app;

import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that an edit of {@code application.properties} waits for the next start: it is read only then. */
final class SettingsFile implements Monitored {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final long PAUSE = 2_000_000_000L;

    private final Path file;
    private FileTime seen;
    private long looked = System.nanoTime();

    SettingsFile(Path file) {
        this.file = file;
        this.seen = edited();
    }

    /** When it was last edited; null while there is none. */
    private FileTime edited() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException none) {
            return null;
        }
    }

    @Override
    public void tick(long now, TimeLimits limits) {
        if (now - looked < PAUSE) {
            return;
        }
        looked = now;
        FileTime last = edited();
        if (last != null && !last.equals(seen)) {
            LOG.warn("{} was edited: it is read at the start only, so start the gateway again", file);
        }
        seen = last;
    }
}
