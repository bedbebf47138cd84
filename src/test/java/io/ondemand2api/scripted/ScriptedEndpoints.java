package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registry of models: those active in September 2026 and those behind the original's aliases. Of the latter o3-mini
 * is inactive here, and so is one more that the service knows; which ones are is the simulator's choice.
 */
final class ScriptedEndpoints {

    private static final List<String> EFFORTS = List.of("low", "medium", "max");
    private static final List<String> REASONING = List.of(
            "predefined-gpt-5.6-luna",
            "predefined-gpt-5.6-sol",
            "predefined-gpt-5.6-terra",
            "predefined-claude-sonnet-5",
            "predefined-claude-opus-5",
            "predefined-deepseek-v4-pro",
            "predefined-gemini-3.8-flash",
            "predefined-openai-gpto3",
            "predefined-openai-gpto4-mini");
    private static final List<String> PLAIN = List.of(
            "predefined-claude-4-5-haiku",
            "predefined-glm-5.3",
            "predefined-kimi-k3",
            "predefined-qwen-3.8-max",
            "predefined-xai-grok4.6",
            "predefined-openai-gpt4o",
            "predefined-openai-gpt4o-mini",
            "predefined-openai-gpt4.1",
            "predefined-openai-gpt4.1-mini",
            "predefined-deepseek-v3",
            "predefined-deepseek-r1",
            "predefined-claude-4-sonnet",
            "predefined-claude-4-opus",
            "predefined-gemini-2.5-pro-preview",
            "predefined-xai-grok4",
            // one id of the real registry holds a slash; which one is not known, so this name is made up
            "predefined-simulated/with-slash");
    private static final List<String> INACTIVE = List.of("predefined-openai-gpto3-mini", "predefined-claude-4-6-opus");

    private final Map<String, ScriptedEndpoint> byId = new LinkedHashMap<>();

    ScriptedEndpoints() {
        reset();
    }

    /** The endpoint of this id, active or not; null when there is none. */
    synchronized ScriptedEndpoint find(String id) {
        return byId.get(id);
    }

    /** Makes an endpoint active or inactive; one that is not known yet is added, without efforts. */
    synchronized void setActive(String id, boolean active) {
        byId.merge(id, new ScriptedEndpoint(id, List.of(), active), (known, added) -> known.active(active));
    }

    synchronized void reset() {
        byId.clear();
        REASONING.forEach(id -> byId.put(id, new ScriptedEndpoint(id, EFFORTS, true)));
        PLAIN.forEach(id -> byId.put(id, new ScriptedEndpoint(id, List.of(), true)));
        INACTIVE.forEach(id -> byId.put(id, new ScriptedEndpoint(id, List.of(), false)));
    }

    /** The registry as the service lists it. */
    synchronized String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("message", "Endpoints fetched successfully");
        ArrayNode data = root.putArray("endpointsData");
        byId.values().forEach(endpoint -> describe(endpoint, data.addObject()));
        return root.toString();
    }

    private static void describe(ScriptedEndpoint endpoint, ObjectNode entry) {
        entry.put("endpoint_id", endpoint.id());
        entry.put("endpoint_name", endpoint.name());
        entry.put("model_id", endpoint.name());
        entry.put("status", endpoint.active() ? "active" : "inactive");
        entry.put("is_premium", false);
        if (!endpoint.reasoningEfforts().isEmpty()) {
            ArrayNode efforts = entry.putArray("reasoning_efforts");
            endpoint.reasoningEfforts().forEach(efforts::add);
        }
        entry.put("context_length", 1_050_000);
        entry.put("streaming_supported", true);
    }
}
