package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in which the gateway keeps something over restarts, where a setting names one. */
final class KeptFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);

    private final String property;
    private final Path file;
    private boolean failing;

    /** @param property names the file, or is empty */
    KeptFile(Settings settings, String property) {
        String name = settings.text(property);
        this.property = property;
        this.file = name.isEmpty() ? null : Path.of(name);
    }

    /** True when there is none, so that all is kept in memory alone. */
    boolean none() {
        return file == null;
    }

    /**
     * What it holds; what is wrong with it is a problem of the settings.
     *
     * @param reading throws {@link IllegalArgumentException} that names the line that it cannot read
     * @param nothing what a file holds that is not there yet
     */
    <T> T read(Settings settings, Function<List<String>, T> reading, T nothing) {
        if (none() || Files.notExists(file)) {
            Path folder = none() ? null : file.toAbsolutePath().getParent();
            settings.require(
                    folder == null || Files.isWritable(folder),
                    () -> settings.named(property) + " must be in a folder that the gateway's user may write, not in "
                            + folder + ".");
            return nothing;
        }
        try {
            return reading.apply(Files.readAllLines(file));
        } catch (IOException unreadable) {
            settings.problem(settings.named(property) + " cannot be read: " + file + ".");
        } catch (IllegalArgumentException wrong) {
            settings.problem(settings.named(property) + " holds what the gateway has not written, " + wrong.getMessage()
                    + " of " + file + ": mend it or move it away.");
        }
        return nothing;
    }

    /** Replaces what it holds in one step: a reader, and the next start, see the old text or the new one. */
    synchronized void write(String text) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException full) {
            if (!failing) {
                LOG.warn("{} cannot be written; it is kept in memory alone: {}", file, full.toString());
            }
            failing = true;
        }
    }
}
