package io.ondemand2api.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;

/** The web search that a client asks its service for, as OpenAI and Anthropic host it. */
public final class WebSearch {

    /** How its tools are called; a date may follow. */
    private static final String TYPE = "web_search";

    private WebSearch() {}

    /** True for {@code web_search}, {@code web_search_preview}, {@code web_search_20250305} and the like. */
    public static boolean is(String type) {
        return type != null && type.startsWith(TYPE);
    }

    /**
     * Refuses what would narrow the search and cannot be passed on; what only hints is ignored.
     *
     * @param tool the tool, or the options
     */
    public static void check(RequestObject tool) throws InvalidRequestException {
        refuse(tool, "allowed_domains");
        refuse(tool, "blocked_domains");
        RequestObject filters = tool.object("filters");
        if (filters != null) {
            refuse(filters, "allowed_domains");
            refuse(filters, "blocked_domains");
        }
    }

    private static void refuse(RequestObject owner, String name) throws InvalidRequestException {
        JsonNode domains = owner.array(name, "an array of strings");
        if (domains != null && !domains.isEmpty()) {
            throw ValidationErrors.unsupportedParameter(owner.path(name));
        }
    }
}
