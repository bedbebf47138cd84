package io.ondemand2api.upstream.transport;

import io.ondemand2api.config.Settings;
import io.ondemand2api.server.eventloop.EventLoopSocket;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;

/**
 * The connections of a camel-http component, read and written by the event loops where threads run on them. Everything
 * else about them is as the component would have it: their number, its trust store, the check of the host's name; but
 * that store is only read when there is something to check.
 */
public final class UpstreamConnections {

    private final HttpComponent component;
    private volatile TlsSocketStrategy tls;

    private UpstreamConnections(HttpComponent component) {
        this.component = component;
    }

    /**
     * Gives a component such connections.
     *
     * @param scheme the component's name, {@code http} or {@code https}
     */
    public static void install(CamelContext context, String scheme, Settings settings) {
        HttpComponent component = context.getComponent(scheme, HttpComponent.class);
        UpstreamConnections connections = new UpstreamConnections(component);
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        socksProxy -> EventLoopSocket.create(),
                        DefaultSchemePortResolver.INSTANCE,
                        new UpstreamAddresses(settings.duration("ondemand.connectTimeout")),
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register(URIScheme.HTTPS.id, connections::upgrade)
                                .build()),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.ofMilliseconds(component.getConnectionTimeToLive()),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(head(settings))
                        .build());
        // 0 leaves it to the system
        int receiveBuffer = settings.number("ondemand.receiveBufferBytes", 0, 16 * 1024 * 1024);
        pool.setDefaultSocketConfig(
                SocketConfig.custom().setRcvBufSize(receiveBuffer).build());
        String setting = "camel.component." + scheme;
        pool.setMaxTotal(settings.number(setting + ".maxTotalConnections", 1, Integer.MAX_VALUE));
        pool.setDefaultMaxPerRoute(settings.number(setting + ".connectionsPerRoute", 1, Integer.MAX_VALUE));
        component.setClientConnectionManager(pool);
    }

    /** What the head of a response may be; without a bound one that never ends would take all memory. */
    private static Http1Config head(Settings settings) {
        return Http1Config.custom()
                .setMaxLineLength(settings.number("ondemand.maxHeaderBytes", 1024, 1024 * 1024))
                .setMaxHeaderCount(settings.number("ondemand.maxHeaders", 10, 10_000))
                .build();
    }

    private SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context)
            throws IOException {
        TlsSocketStrategy strategy = tls;
        if (strategy == null) {
            // the component is configured after it was made, so whom it trusts is asked for at the first connection
            strategy = new DefaultClientTlsStrategy(sslContext(), component.getX509HostnameVerifier());
            tls = strategy;
        }
        return strategy.upgrade(socket, host, port, attachment, context);
    }

    private SSLContext sslContext() throws IOException {
        SSLContextParameters parameters = component
                .getCamelContext()
                .getRegistry()
                .lookupByNameAndType(UpstreamTrust.NAME, SSLContextParameters.class);
        if (parameters == null) {
            parameters = component.getSslContextParameters();
        }
        if (parameters == null && component.isUseGlobalSslContextParameters()) {
            parameters = component.getCamelContext().getSSLContextParameters();
        }
        try {
            return parameters == null
                    ? SSLContexts.createDefault()
                    : parameters.createSSLContext(component.getCamelContext());
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        }
    }
}
