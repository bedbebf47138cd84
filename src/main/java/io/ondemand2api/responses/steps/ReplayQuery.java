package io.ondemand2api.responses.steps;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.server.ClientSteps;
import org.apache.camel.Exchange;

/** What the query of {@code GET /v1/responses/{id}} asks for. */
final class ReplayQuery {

    private static final String STREAM = "stream";
    private static final String STARTING_AFTER = "starting_after";

    private ReplayQuery() {}

    /** True when the events are wanted. */
    static boolean streams(Exchange exchange) throws InvalidRequestException {
        String value = ClientSteps.queryParameter(exchange, STREAM);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (!value.equalsIgnoreCase("true")) {
            throw invalid(STREAM, value, "true or false");
        }
        return true;
    }

    /** The number of the first event that is wanted. */
    static int first(Exchange exchange) throws InvalidRequestException {
        String value = ClientSteps.queryParameter(exchange, STARTING_AFTER);
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw invalid(STARTING_AFTER, value, "the sequence_number of an event");
        }
        return Integer.parseInt(value) + 1;
    }

    private static InvalidRequestException invalid(String name, String value, String expected) {
        return new InvalidRequestException(
                "Invalid '" + name + "' in the query: '" + SafeEcho.of(value) + "'. Expected " + expected + ".",
                name,
                "invalid_value");
    }
}
