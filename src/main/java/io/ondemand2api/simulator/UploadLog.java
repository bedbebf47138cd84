package io.ondemand2api.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest uploads, as many as fit. */
final class UploadLog {

    private static final int MOST = 100;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final Deque<SimulatedUpload> latest = new ArrayDeque<>();
    private long bytes;

    synchronized void add(SimulatedUpload upload) {
        latest.addLast(upload);
        bytes += upload.size();
        // the newest stays, however long it is
        while (latest.size() > MOST || (bytes > MOST_BYTES && latest.size() > 1)) {
            bytes -= latest.removeFirst().size();
        }
    }

    synchronized List<SimulatedUpload> all() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
        bytes = 0;
    }
}
