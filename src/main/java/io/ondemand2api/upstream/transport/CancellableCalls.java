package io.ondemand2api.upstream.transport;

import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.upstream.UpstreamCall;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;

/**
 * Hands every request of the HTTP client to the call it belongs to, so that a client that leaves ends its call
 * upstream at once, even before the upstream's headers came.
 */
public final class CancellableCalls implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("cancellable-calls", CancellableCalls::execute);
    }

    private static ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        UpstreamCall call = UpstreamCall.takeCurrent();
        if (call == null) {
            return chain.proceed(request, scope);
        }
        if (scope.originalRequest instanceof HttpUriRequestBase cancellable) {
            call.bind(cancellable);
        }
        scope.clientContext.setUserToken(EventLoopThreads.place());
        // here and not in the route, which lets no header of the client's cross
        call.traceHeaders().forEach(request::setHeader);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException e) {
            EndpointDetails connection = scope.clientContext.getEndpointDetails();
            call.connectionReused(connection != null && connection.getRequestCount() > 1);
            throw e;
        }
    }
}
