package io.ondemand2api.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** The simulator's registry of models: those active in September 2026, and those behind the default aliases. */
final class SimulatedModels {

    private static final List<String> EFFORTS = List.of("low", "medium", "max");
    private static final List<String> REASONING = Stream.of(
                    "gpt-5.6-luna",
                    "gpt-5.6-sol",
                    "gpt-5.6-terra",
                    "claude-sonnet-5",
                    "claude-opus-5",
                    "deepseek-v4-pro",
                    "gemini-3.8-flash",
                    "openai-gpto3",
                    "openai-gpto4-mini")
            .map(SimulatedModels::id)
            .toList();
    private static final List<String> PLAIN = Stream.of(
                    "claude-4-5-haiku",
                    "glm-5.3",
                    "kimi-k3",
                    "qwen-3.8-max",
                    "xai-grok4.6",
                    "openai-gpt4o",
                    "openai-gpt4o-mini",
                    "openai-gpt4.1",
                    "openai-gpt4.1-mini",
                    "deepseek-v3",
                    "deepseek-r1",
                    "claude-4-sonnet",
                    "claude-4-opus",
                    "gemini-2.5-pro-preview",
                    "xai-grok4")
            .map(SimulatedModels::id)
            .toList();
    /** Ids go inactive within weeks; one of the aliases shows what happens then. */
    private static final List<String> INACTIVE = List.of(id("openai-gpto3-mini"));

    private static final int CONTEXT_LENGTH = 1_050_000;

    private SimulatedModels() {}

    private static String id(String name) {
        return "predefined-" + name;
    }

    static boolean active(String id) {
        return REASONING.contains(id) || PLAIN.contains(id);
    }

    /** The registry as the service lists it. */
    static ObjectNode list() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("message", "Endpoints fetched successfully");
        ArrayNode data = root.putArray("endpointsData");
        REASONING.forEach(id -> EFFORTS.forEach(describe(id, true, data).putArray("reasoning_efforts")::add));
        PLAIN.forEach(id -> describe(id, true, data));
        INACTIVE.forEach(id -> describe(id, false, data));
        return root;
    }

    private static ObjectNode describe(String id, boolean active, ArrayNode data) {
        String name = id.substring(id("").length());
        return data.addObject()
                .put("endpoint_id", id)
                .put("endpoint_name", name)
                .put("model_id", name)
                .put("status", active ? "active" : "inactive")
                .put("is_premium", false)
                .put("context_length", CONTEXT_LENGTH)
                .put("streaming_supported", true);
    }
}
