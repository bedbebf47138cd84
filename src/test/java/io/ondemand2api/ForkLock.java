package io.ondemand2api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets the classes of two test processes run beside each other, and those with {@link RunsAlone} alone: a file lock
 * that all share, or one has. JUnit registers it for every class.
 */
public final class ForkLock implements BeforeAllCallback, AfterAllCallback {

    private static int depth;
    private static FileChannel channel;
    private static FileLock lock;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (ForkLock.class) {
            if (depth++ > 0) {
                return;
            }
            boolean shared = !context.getRequiredTestClass().isAnnotationPresent(RunsAlone.class);
            channel = open("tests.lock");
            // who waits to be alone keeps this one, so that the classes of the other process cannot pass it by
            try (FileChannel queue = open("tests.queue.lock");
                    FileLock first = queue.lock()) {
                lock = first.isValid() ? channel.lock(0, Long.MAX_VALUE, shared) : null;
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        synchronized (ForkLock.class) {
            if (--depth == 0) {
                lock.release();
                channel.close();
            }
        }
    }

    private static FileChannel open(String name) throws IOException {
        Path file = Path.of("target", name);
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
