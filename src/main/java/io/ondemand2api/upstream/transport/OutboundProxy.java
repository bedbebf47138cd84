package io.ondemand2api.upstream.transport;

import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;

/**
 * Sends every call to OnDemand through an HTTP proxy. Not by the options of Camel's component: they would put the
 * password into the endpoint's URI, and speak TLS to the proxy whenever the upstream does.
 */
public final class OutboundProxy implements HttpClientConfigurer {

    private static final Pattern ADDRESS = Pattern.compile("http://([^\\s/:?#@]+|\\[[0-9A-Fa-f:]+]):(\\d{1,5})/?");

    private final HttpHost proxy;
    private final UsernamePasswordCredentials credentials;

    private OutboundProxy(HttpHost proxy, UsernamePasswordCredentials credentials) {
        this.proxy = proxy;
        this.credentials = credentials;
    }

    /** What the configuration says; does nothing where it names no proxy. */
    public static HttpClientConfigurer read(Settings settings) {
        String address = settings.text("ondemand.proxy");
        String credentials = settings.text("ondemand.proxyCredentials");
        if (address.isEmpty()) {
            if (!credentials.isEmpty()) {
                throw new ConfigurationException(settings.named("ondemand.proxyCredentials")
                        + " is given without a proxy: set ondemand.proxy, too.");
            }
            return builder -> {};
        }
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) {
            throw new ConfigurationException(
                    settings.named("ondemand.proxy") + " must be an address such as http://proxy.example:3128;"
                            + " user and password go into ondemand.proxyCredentials.");
        }
        int colon = credentials.indexOf(':');
        if (!credentials.isEmpty() && colon < 1) {
            throw new ConfigurationException(
                    settings.named("ondemand.proxyCredentials") + " must be a user and a password, as user:password.");
        }
        return new OutboundProxy(
                new HttpHost("http", parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2))),
                credentials.isEmpty()
                        ? null
                        : new UsernamePasswordCredentials(
                                credentials.substring(0, colon),
                                credentials.substring(colon + 1).toCharArray()));
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setProxy(proxy);
        if (credentials != null) {
            // for the proxy alone: the upstream never gets these
            BasicCredentialsProvider provider = new BasicCredentialsProvider();
            provider.setCredentials(new AuthScope(proxy), credentials);
            builder.setDefaultCredentialsProvider(provider);
        }
    }
}
