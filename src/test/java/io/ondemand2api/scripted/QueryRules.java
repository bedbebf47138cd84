package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the service refuses in a query before any stream starts: one sentence, or null when nothing is wrong. */
final class QueryRules {

    private static final int MAX_STOP_SEQUENCES = 4;

    private final ScriptedEndpoints endpoints;

    QueryRules(ScriptedEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    String problem(ReceivedQuery query) {
        String required = required(query);
        if (required != null) {
            return required;
        }
        ScriptedEndpoint endpoint = endpoints.find(query.endpointId());
        if (endpoint == null || !endpoint.active()) {
            return "endpointId " + query.endpointId() + " is not active";
        }
        // efforts exist only where the registry lists them [C]
        if (query.reasoningEffort() != null && !endpoint.reasoningEfforts().contains(query.reasoningEffort())) {
            return "reasoningEffort is not valid for endpointId " + query.endpointId();
        }
        return configs(query.modelConfigs());
    }

    private static String required(ReceivedQuery query) {
        if (!query.call().body().isObject()) {
            return "Invalid request body";
        }
        if (query.query().isBlank()) {
            return "query is required";
        }
        if (query.endpointId().isEmpty()) {
            return "endpointId is required";
        }
        // webhook exists too, but has no receiver here
        if (!List.of("sync", "stream").contains(query.responseMode())) {
            return "responseMode must be sync or stream";
        }
        return null;
    }

    private static String configs(JsonNode configs) {
        if (outside(configs, "temperature", 2)) {
            return "temperature must be between 0 and 2";
        }
        if (outside(configs, "topP", 1)) {
            return "topP must be between 0 and 1";
        }
        // not OpenAI's -2..2
        if (outside(configs, "presencePenalty", 2)) {
            return "presencePenalty must be between 0 and 2";
        }
        if (outside(configs, "frequencyPenalty", 2)) {
            return "frequencyPenalty must be between 0 and 2";
        }
        return configs.path("stopSequences").size() > MAX_STOP_SEQUENCES ? "stopSequences must hold 4 or fewer" : null;
    }

    private static boolean outside(JsonNode configs, String field, double most) {
        JsonNode value = configs.path(field);
        return !value.isMissingNode() && !(value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= most);
    }
}
