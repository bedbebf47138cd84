package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.observation.ModelLabels;
import io.ondemand2api.observation.UsageCsv;
import io.ondemand2api.observation.UsageLedger;
import io.ondemand2api.observation.UsageRow;
import io.ondemand2api.observation.UsageSums;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the sums of use in a file over restarts, where the settings name one. */
final class UsageStore implements Monitored, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageStore.class);

    private final Path file;
    private final Duration interval;
    private final int days;
    private final int mostRows;
    private Map<UsageRow, UsageSums> kept;
    private UsageLedger ledger;
    private long saved = System.nanoTime();
    private boolean failing;

    private UsageStore(Path file, Duration interval, int days, int mostRows, Map<UsageRow, UsageSums> kept) {
        this.file = file;
        this.interval = interval;
        this.days = days;
        this.mostRows = mostRows;
        this.kept = kept;
    }

    /** Reads the file that {@code gateway.usage.file} names; what is wrong with it is a problem of the settings. */
    static UsageStore from(Settings settings) {
        String name = settings.text("gateway.usage.file");
        Path file = name.isEmpty() ? null : Path.of(name);
        return new UsageStore(
                file,
                settings.duration("gateway.usage.saveInterval"),
                settings.number("gateway.usage.days", 1, 3660),
                settings.number("gateway.usage.maxRows", 1, 100_000),
                read(file, settings));
    }

    private static Map<UsageRow, UsageSums> read(Path file, Settings settings) {
        if (file == null || Files.notExists(file)) {
            Path folder = file == null ? null : file.toAbsolutePath().getParent();
            settings.require(
                    folder == null || Files.isWritable(folder),
                    () -> settings.named("gateway.usage.file")
                            + " must be in a folder that the gateway's user may write, not in " + folder + ".");
            return Map.of();
        }
        try {
            return UsageCsv.read(Files.readAllLines(file));
        } catch (IOException unreadable) {
            settings.problem(settings.named("gateway.usage.file") + " cannot be read: " + file + ".");
        } catch (IllegalArgumentException wrong) {
            settings.problem(settings.named("gateway.usage.file") + " holds what the gateway has not written, "
                    + wrong.getMessage() + " of " + file + ": mend it or move it away.");
        }
        return Map.of();
    }

    /** The sums, which go on from what was kept. */
    UsageLedger ledger(EndpointRegistry endpoints, int maxModels) {
        ledger = new UsageLedger(new ModelLabels(endpoints::lists, maxModels), days, mostRows, Clock.systemUTC());
        ledger.restore(kept);
        kept = null;
        return ledger;
    }

    @Override
    public void tick(long now, TimeLimits limits) {
        if (now - saved >= interval.toNanos()) {
            saved = now;
            save();
        }
    }

    private synchronized void save() {
        Map<UsageRow, UsageSums> rows = file == null || ledger == null ? null : ledger.news();
        if (rows == null) {
            return;
        }
        try {
            // a reader, and the next start, see the old file or the new one, never a half of it
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, UsageCsv.write(rows));
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException full) {
            if (!failing) {
                LOG.warn(
                        "The sums of use cannot be written to {}; they are kept in memory alone: {}",
                        file,
                        full.toString());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        save();
    }
}
