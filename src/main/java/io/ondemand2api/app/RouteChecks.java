package io.ondemand2api.app;

import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** Looks at the steps of all routes before the first one starts, for mistakes that Camel would take without a word. */
final class RouteChecks extends LifecycleStrategySupport {

    @Override
    public void onContextStarting(CamelContext starting) {
        KameletFault.checkParameters(starting);
    }
}
