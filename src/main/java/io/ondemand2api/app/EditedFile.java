package io.ondemand2api.app;

import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Notices that a file was edited, within two seconds. */
final class EditedFile implements Monitored {

    private static final long PAUSE = 2_000_000_000L;

    private final Path file;
    private final Runnable edited;
    private FileTime seen;
    private long looked = System.nanoTime();

    /**
     * @param file null for none, which is never edited
     * @param edited is run after each edit, and does not wait
     */
    EditedFile(Path file, Runnable edited) {
        this.file = file;
        this.edited = edited;
        this.seen = lastEdit();
    }

    /** When it was last edited; null while there is none. */
    private FileTime lastEdit() {
        try {
            return file == null ? null : Files.getLastModifiedTime(file);
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
        FileTime last = lastEdit();
        if (last != null && !last.equals(seen)) {
            edited.run();
        }
        seen = last;
    }
}
