package io.ondemand2api.openai;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/** OpenAI's seven steps of {@code reasoning_effort}, brought to the three that the middle knows. */
public final class ReasoningEfforts {

    private static final List<String> KNOWN = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ReasoningEfforts() {}

    static ReasoningEffort read(RequestObject request) throws InvalidRequestException {
        return read(request, "reasoning_effort");
    }

    /**
     * The effort that a field names, or null.
     *
     * @param owner of the field; null when there is none
     */
    public static ReasoningEffort read(RequestObject owner, String field) throws InvalidRequestException {
        String effort = owner == null ? null : owner.text(field);
        if (effort == null) {
            return null;
        }
        return switch (effort) {
            case "none" -> null;
            case "minimal", "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high", "xhigh", "max" -> ReasoningEffort.MAX;
            default -> throw ValidationErrors.invalidValue(owner.path(field), effort, KNOWN);
        };
    }
}
