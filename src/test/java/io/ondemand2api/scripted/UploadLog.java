package io.ondemand2api.scripted;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest uploads, as many as fit. */
final class UploadLog {

    private static final int MAX_COUNT = 100;
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Deque<ReceivedUpload> latest = new ArrayDeque<>();
    private long bytes;

    synchronized void add(ReceivedUpload upload) {
        latest.addLast(upload);
        bytes += upload.size();
        // the newest stays, however long it is
        while (latest.size() > MAX_COUNT || (bytes > MAX_BYTES && latest.size() > 1)) {
            bytes -= latest.removeFirst().size();
        }
    }

    synchronized List<ReceivedUpload> all() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
        bytes = 0;
    }
}
