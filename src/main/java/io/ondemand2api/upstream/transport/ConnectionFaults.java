package io.ondemand2api.upstream.transport;

import io.ondemand2api.core.ConnectionFault;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says what is wrong with a connection from what the HTTP client threw. */
public final class ConnectionFaults {

    private final boolean proxied;

    /** @param proxied true when every connection is one to a proxy */
    public ConnectionFaults(boolean proxied) {
        this.proxied = proxied;
    }

    /** The innermost cause that says something decides. */
    public ConnectionFault of(Throwable thrown) {
        // from the innermost on
        for (Throwable cause : ObjectHelper.createExceptionIterable(thrown)) {
            ConnectionFault kind = kind(cause);
            if (kind != null) {
                return kind;
            }
        }
        return ConnectionFault.OTHER;
    }

    private ConnectionFault kind(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return proxied ? ConnectionFault.UNKNOWN_PROXY : ConnectionFault.UNKNOWN_HOST;
        }
        if (cause instanceof SSLException || cause instanceof CertificateException) {
            return ofCertificate(cause);
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return ConnectionFault.UNTRUSTED_CERTIFICATE;
        }
        return ofConnection(cause);
    }

    private static ConnectionFault ofCertificate(Throwable cause) {
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return ConnectionFault.EXPIRED_CERTIFICATE;
        }
        // Java's check of the name has no exception of its own: "No name matching …", "No subject alternative names …"
        boolean named = cause.getClass() == CertificateException.class
                && String.valueOf(cause.getMessage()).startsWith("No ");
        if (cause instanceof SSLPeerUnverifiedException || named) {
            return ConnectionFault.WRONG_HOST_NAME;
        }
        // a certificate that is refused for a reason of its own has a cause that says more
        return cause instanceof CertificateException
                ? ConnectionFault.UNTRUSTED_CERTIFICATE
                : ConnectionFault.TLS_FAILED;
    }

    private ConnectionFault ofConnection(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return ConnectionFault.CONNECT_TIMEOUT;
        }
        if (cause instanceof SocketTimeoutException) {
            return ConnectionFault.TIMEOUT;
        }
        if (cause instanceof NoRouteToHostException) {
            return ConnectionFault.NO_ROUTE;
        }
        if (cause instanceof ConnectException) {
            return proxied ? ConnectionFault.PROXY_CONNECTION_REFUSED : ConnectionFault.CONNECTION_REFUSED;
        }
        if (cause instanceof NoHttpResponseException || cause instanceof ConnectionClosedException) {
            return ConnectionFault.CLOSED;
        }
        return cause instanceof SocketException ? ConnectionFault.RESET : null;
    }
}
