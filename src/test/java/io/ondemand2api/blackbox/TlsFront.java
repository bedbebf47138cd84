package io.ondemand2api.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A port that speaks TLS in front of one on this machine that does not. */
final class TlsFront implements AutoCloseable {

    private final SSLServerSocket server;

    private TlsFront(SSLServerSocket server) {
        this.server = server;
    }

    static TlsFront of(int port, Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Pipe.run(() -> accept(server, port));
        return new TlsFront(server);
    }

    private static void accept(SSLServerSocket server, int port) {
        try {
            while (true) {
                Pipe.between(server.accept(), new Socket(InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    URI base() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
