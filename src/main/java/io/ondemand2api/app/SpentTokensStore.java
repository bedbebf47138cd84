package io.ondemand2api.app;

import io.ondemand2api.clients.SpentTokens;
import io.ondemand2api.clients.SpentTokens.Spent;
import io.ondemand2api.clients.SpentTokensCsv;
import io.ondemand2api.config.Settings;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Keeps what clients have spent of their days and months over restarts. */
final class SpentTokensStore implements Monitored, AutoCloseable {

    private final KeptFile file;
    private final Duration interval;
    private final SpentTokens spent = new SpentTokens(Clock.systemUTC());
    private long saved = System.nanoTime();

    private SpentTokensStore(KeptFile file, Duration interval) {
        this.file = file;
        this.interval = interval;
    }

    /** Reads the file that {@code gateway.spentTokens.file} names; what is wrong is a problem of the settings. */
    static SpentTokensStore from(Settings settings) {
        KeptFile file = new KeptFile(settings, "gateway.spentTokens.file");
        SpentTokensStore store = new SpentTokensStore(file, settings.duration("gateway.spentTokens.saveInterval"));
        store.spent.restore(file.read(settings, SpentTokensCsv::read, Map.of()));
        return store;
    }

    /** What they have spent. */
    SpentTokens spent() {
        return spent;
    }

    @Override
    public void tick(long now, TimeLimits limits) {
        if (now - saved >= interval.toNanos()) {
            saved = now;
            close();
        }
    }

    /** Writes what is new. */
    @Override
    public synchronized void close() {
        Map<String, Spent> news = file.none() ? null : spent.news();
        if (news != null) {
            file.write(SpentTokensCsv.write(news));
        }
    }
}
