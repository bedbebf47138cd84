package io.ondemand2api.upstream.transport;

import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * Whose certificates the upstream may show: those of the JVM's authorities, or of the operator's own alone. That the
 * certificate must name the upstream's host stays as it is.
 */
public final class UpstreamTrust {

    /** The bean of the registry that holds it. */
    public static final String NAME = "upstreamTls";

    private static final String PROPERTY = "ondemand.caFile";

    private UpstreamTrust() {}

    /**
     * What the configuration says; null where it names no authority of its own.
     *
     * @param upstream the upstream's root
     */
    public static SSLContextParameters read(Settings settings, String upstream) {
        String file = settings.text(PROPERTY);
        if (file.isEmpty()) {
            return null;
        }
        if (upstream.startsWith("http:")) {
            throw new ConfigurationException(settings.named(PROPERTY)
                    + " is of use for an https upstream only: mend ondemand.base or remove it.");
        }
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setTrustManager(trustManager(settings.named(PROPERTY), file));
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trusted);
        return tls;
    }

    private static X509TrustManager trustManager(String named, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            if (store.size() > 0) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(store);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager found) {
                        return found;
                    }
                }
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConfigurationException(
                    named + ": the file " + file + " cannot be read: let it be there for the gateway's user to read.");
        } catch (GeneralSecurityException noCertificate) {
            // said below
        }
        throw new ConfigurationException(named + ": the file " + file + " must hold certificates in PEM form.");
    }
}
