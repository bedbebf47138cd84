package io.ondemand2api.upstream.transport;

import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Hands every request of the HTTP client to the call it belongs to, so that a client that leaves ends its call upstream
 * at once, even before the upstream's headers came, and puts the key into its header. Camel puts the exchange into the request's context where the
 * endpoint has an activity listener, so the call is found on any thread that an operator's edit of the route moves it
 * to.
 */
public final class CancellableCalls implements HttpClientConfigurer, HttpActivityListener {

    /** Where Camel leaves the exchange. */
    private static final String EXCHANGE = Exchange.class.getName();

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("cancellable-calls", CancellableCalls::execute);
    }

    private static ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!(scope.clientContext.getAttribute(EXCHANGE) instanceof Exchange exchange)) {
            throw new IllegalStateException("The endpoint of OnDemand has no httpActivityListener: "
                    + "set it to #upstreamActivity in ask-ondemand.camel.yaml, beside httpClientConfigurer");
        }
        UpstreamCall call = UpstreamSteps.of(exchange);
        if (scope.originalRequest instanceof HttpUriRequestBase cancellable) {
            call.bind(cancellable);
        }
        scope.clientContext.setUserToken(EventLoopThreads.place());
        // here and not in the route, which lets no header of the client's cross
        call.spec().traceHeaders().forEach(request::setHeader);
        putKey(exchange, request);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException e) {
            EndpointDetails connection = scope.clientContext.getEndpointDetails();
            call.connectionReused(connection != null && connection.getRequestCount() > 1);
            throw e;
        }
    }

    /** On the exchange a key is a lease, which any log may print: only here does it become the key itself. */
    private static void putKey(Exchange exchange, ClassicHttpRequest request) {
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof KeyLease lease) {
                request.setHeader(name, lease.secret());
            }
        });
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        // a listener is only needed so that the exchange is in the context
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long millis) {
        // as above
    }
}
