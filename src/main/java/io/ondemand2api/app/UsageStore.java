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
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Keeps the sums of use in a file over restarts, where the settings name one. */
final class UsageStore implements Monitored, AutoCloseable {

    private final KeptFile file;
    private final Duration interval;
    private final int days;
    private final int mostRows;
    private Map<UsageRow, UsageSums> kept;
    private UsageLedger ledger;
    private long saved = System.nanoTime();

    private UsageStore(KeptFile file, Duration interval, int days, int mostRows, Map<UsageRow, UsageSums> kept) {
        this.file = file;
        this.interval = interval;
        this.days = days;
        this.mostRows = mostRows;
        this.kept = kept;
    }

    /** Reads the file that {@code gateway.usage.file} names; what is wrong with it is a problem of the settings. */
    static UsageStore from(Settings settings) {
        KeptFile file = new KeptFile(settings, "gateway.usage.file");
        return new UsageStore(
                file,
                settings.duration("gateway.usage.saveInterval"),
                settings.number("gateway.usage.days", 1, 3660),
                settings.number("gateway.usage.maxRows", 1, 100_000),
                file.read(settings, UsageCsv::read, Map.of()));
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
        Map<UsageRow, UsageSums> rows = file.none() || ledger == null ? null : ledger.news();
        if (rows != null) {
            file.write(UsageCsv.write(rows));
        }
    }

    @Override
    public void close() {
        save();
    }
}
