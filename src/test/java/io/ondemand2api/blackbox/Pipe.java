package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Carries bytes between two connections, both ways, until one of them ends. */
final class Pipe {

    private Pipe() {}

    static void between(Socket one, Socket other) {
        run(() -> carry(one, other));
        run(() -> carry(other, one));
    }

    static void run(Runnable task) {
        Thread thread = new Thread(task, "pipe");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the first ends, and closes both. */
    static void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException ended) {
            // as one of them may at any time
        }
    }
}
