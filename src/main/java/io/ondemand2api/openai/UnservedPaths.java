package io.ondemand2api.openai;

import java.util.LinkedHashMap;
import java.util.Map;

/** The paths of OpenAI's that clients ask for and that cannot be had here, each with the reason. */
final class UnservedPaths {

    private static final Map<String, String> REASONS = reasons();

    private UnservedPaths() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("/images", "OnDemand has no API for images; its plug-in for images answers within a chat only");
        reasons.put("/audio", "OnDemand's speech services need a subscription of their own and are not offered here");
        reasons.put("/videos", "OnDemand has no API for videos");
        reasons.put("/moderations", "OnDemand has no moderation");
        reasons.put("/realtime", "OnDemand has no realtime API");
        reasons.put("/fine_tuning", "OnDemand has no fine-tuning");
        String stateless = "the gateway keeps nothing of this kind; send the whole conversation instead";
        reasons.put("/assistants", stateless);
        reasons.put("/threads", stateless);
        reasons.put("/conversations", stateless);
        reasons.put("/responses/compact", "the gateway does not shorten conversations; let the client do it");
        String files = "the gateway stores no files; send a file within a message instead";
        reasons.put("/files", files);
        reasons.put("/uploads", files);
        reasons.put("/vector_stores", files);
        reasons.put("/batches", "the gateway has no batches; send the requests one by one");
        return reasons;
    }

    /** Why this path is not served, or null when it is none of OpenAI's. */
    static String reason(String path) {
        String rest = path.startsWith("/v1/") ? path.substring(3) : path;
        for (Map.Entry<String, String> entry : REASONS.entrySet()) {
            if (rest.equals(entry.getKey()) || rest.startsWith(entry.getKey() + "/")) {
                return entry.getValue();
            }
        }
        return null;
    }
}
