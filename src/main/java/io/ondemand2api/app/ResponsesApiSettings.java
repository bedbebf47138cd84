package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.responses.DetachedResponses;
import io.ondemand2api.responses.RememberedResponses;
import io.ondemand2api.responses.ResponseRequestReader;
import io.ondemand2api.responses.ResponseStore;
import io.ondemand2api.responses.ResponseStoreLimits;
import io.ondemand2api.responses.steps.ResponseSteps;
import java.util.function.Supplier;

/**
 * The Responses API.
 *
 * @param store what is remembered of responses
 * @param maxEchoBytes about the most of tools, instructions and schema that a response repeats
 */
record ResponsesApiSettings(ResponseStoreLimits store, int maxEchoBytes) {

    static ResponsesApiSettings from(Settings settings) {
        return new ResponsesApiSettings(
                new ResponseStoreLimits(
                        settings.number("gateway.responses.maxStored", 0, 1_000_000),
                        settings.number("gateway.responses.maxStoredBytes", 1024, Integer.MAX_VALUE),
                        settings.duration("gateway.responses.storedFor")),
                settings.number("gateway.responses.maxEchoBytes", 0, 1_000_000));
    }

    /**
     * The steps of its routes.
     *
     * @param schemas gives the schemas of each request a budget
     */
    ResponseSteps steps(GatewaySettings gateway, Supplier<SchemaBudget> schemas, UsageEstimate estimate) {
        ResponseStore remembered = new ResponseStore(store);
        DetachedResponses detached = new DetachedResponses(remembered);
        return new ResponseSteps(
                new ResponseRequestReader(
                        gateway.files(),
                        gateway.maxRequestValues(),
                        schemas,
                        remembered,
                        detached,
                        maxEchoBytes,
                        gateway.webSearch()),
                new RememberedResponses(remembered, detached),
                estimate);
    }
}
