package io.ondemand2api.completion;

import org.apache.camel.Exchange;

/** What routes see of a request and have a say in, by the {@link RouteProperties}. */
public final class RouteContract {

    /** Leaves the message empty: its headers and body are those of the last call, which nothing behind it can use. */
    public void tell(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
    }
}
