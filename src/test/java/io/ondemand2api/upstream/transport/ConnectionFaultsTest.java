package io.ondemand2api.upstream.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.ConnectionFault;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;

/** The kinds that no test on one machine can bring about; FaultLogIT has the others. */
class ConnectionFaultsTest {

    private final ConnectionFaults faults = new ConnectionFaults(false);

    @Test
    void theInnermostCauseDecides() {
        CertPathValidatorException expired =
                new CertPathValidatorException("validity check failed", new CertificateExpiredException());
        Exception handshake = new SSLHandshakeException("PKIX path validation failed");
        handshake.initCause(expired);

        assertThat(faults.of(new IOException(handshake))).isEqualTo(ConnectionFault.EXPIRED_CERTIFICATE);
    }

    @Test
    void timeoutsTellWhetherThereWasAConnection() {
        assertThat(faults.of(new ConnectTimeoutException("in vain"))).isEqualTo(ConnectionFault.CONNECT_TIMEOUT);
        assertThat(faults.of(new SocketTimeoutException())).isEqualTo(ConnectionFault.TIMEOUT);
        assertThat(faults.of(new NoRouteToHostException())).isEqualTo(ConnectionFault.NO_ROUTE);
        assertThat(faults.of(new IOException("anything"))).isEqualTo(ConnectionFault.OTHER);
    }
}
