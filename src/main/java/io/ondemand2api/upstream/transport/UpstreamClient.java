package io.ondemand2api.upstream.transport;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The beans by which the endpoint of the route {@code ask-ondemand} makes its HTTP client. */
public final class UpstreamClient {

    private UpstreamClient() {}

    /**
     * Leaves them in the registry.
     *
     * @param proxy the way out
     * @param tls trusted CA certificates, or null for the platform's
     */
    public static void install(CamelContext context, HttpClientConfigurer proxy, SSLContextParameters tls) {
        Registry registry = context.getRegistry();
        registry.bind("upstreamHeaders", HeaderFilterStrategy.class, new UpstreamHeaders());
        CancellableCalls cancellable = new CancellableCalls();
        registry.bind("upstreamActivity", HttpActivityListener.class, cancellable);
        registry.bind(
                "upstreamClient",
                HttpClientConfigurer.class,
                CompositeHttpConfigurer.combineConfigurers(cancellable, proxy));
        if (tls != null) {
            registry.bind(UpstreamTrust.NAME, SSLContextParameters.class, tls);
            context.getPropertiesComponent().addOverrideProperty("ondemand.tls", "#" + UpstreamTrust.NAME);
        }
    }
}
