package io.ondemand2api.config;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of keys from time to time and hands over what they hold anew. What cannot be used is said once,
 * and the last good keys stay.
 */
public final class KeyFileWatcher implements AutoCloseable {

    /** A new content counts when two looks saw the same: a file may be read while it is being written. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyFileWatcher.class);

    private final Duration interval;
    private final List<Followed<?>> files = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "key-rotation");
        thread.setDaemon(true);
        return thread;
    });

    public KeyFileWatcher(Duration interval) {
        this.interval = interval;
    }

    /**
     * Follows a file from here on.
     *
     * @param inUse the keys that were read from it already
     * @param rotated gets the new keys, whenever there are
     */
    public void follow(KeyFile file, List<String> inUse, Consumer<List<String>> rotated) {
        follow(file, file::keys, inUse, rotated);
    }

    /**
     * Follows a file of another form.
     *
     * @param reading makes of its content what is used; throws {@link ConfigurationException} when that cannot be
     * @param inUse what was read from it already
     * @param rotated gets what is read anew, whenever it is something else
     */
    public <T> void follow(KeyFile file, Function<String, T> reading, T inUse, Consumer<T> rotated) {
        files.add(new Followed<>(file, reading, inUse, rotated));
    }

    /** What cannot be used at present, as one sentence for each file; it holds no key. */
    public List<String> problems() {
        return files.stream()
                .map(file -> file.problem)
                .filter(problem -> !problem.isEmpty())
                .toList();
    }

    /** Begins to look. */
    public void start() {
        if (!files.isEmpty()) {
            schedule(interval);
        }
    }

    private void schedule(Duration pause) {
        timer.schedule(this::look, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        boolean again = false;
        for (Followed<?> file : files) {
            again |= file.look();
        }
        schedule(again && SECOND_LOOK.compareTo(interval) < 0 ? SECOND_LOOK : interval);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static final class Followed<T> {

        private final KeyFile file;
        private final Function<String, T> reading;
        private final Consumer<T> rotated;
        private T inUse;
        /** What the last look saw; null before the first, and while there is nothing to see. */
        private String seen;

        private volatile String problem = "";

        Followed(KeyFile file, Function<String, T> reading, T inUse, Consumer<T> rotated) {
            this.file = file;
            this.reading = reading;
            this.inUse = inUse;
            this.rotated = rotated;
        }

        /** @return true when the next look should come soon */
        boolean look() {
            try {
                String content = file.content();
                if (!content.equals(seen)) {
                    seen = content;
                    return true;
                }
                T keys = reading.apply(content);
                if (!keys.equals(inUse)) {
                    rotated.accept(keys);
                    inUse = keys;
                }
                problem = "";
            } catch (ConfigurationException unusable) {
                if (!problem.equals(unusable.getMessage())) {
                    problem = unusable.getMessage();
                    LOG.warn("The last good keys stay in use. {}", problem);
                }
            } catch (RuntimeException fault) {
                LOG.error("The keys of {} could not be taken over", file.source(), fault);
            }
            return false;
        }
    }
}
