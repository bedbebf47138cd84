package io.ondemand2api.messages;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/**
 * Reads {@code thinking} and {@code output_config.effort}: how long the model may think, and whether the caller wants to
 * see it.
 */
final class ThinkingRequest {

    private static final List<String> TYPES = List.of("enabled", "adaptive", "disabled");
    private static final List<String> DISPLAYS = List.of("summarized", "omitted");
    private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

    /** Budgets in tokens up to which little and some thinking is meant. */
    private static final int LITTLE = 4096;

    private static final int SOME = 16_384;

    private ThinkingRequest() {}

    /** True when the caller wants to see the thinking: one that did not ask for it may not know such blocks. */
    static boolean shown(RequestObject request) throws InvalidRequestException {
        RequestObject thinking = request.object("thinking");
        return enabled(thinking) && !"omitted".equals(thinking.text("display"));
    }

    /** How long the model may think; null when that is left to it, or when it shall not. */
    static ReasoningEffort effort(RequestObject request) throws InvalidRequestException {
        RequestObject thinking = request.object("thinking");
        boolean enabled = enabled(thinking);
        Integer budget = thinking == null ? null : thinking.integer("budget_tokens", 0, Integer.MAX_VALUE);
        ReasoningEffort named = named(request.object("output_config"));
        if (thinking != null && !enabled) {
            return null;
        }
        return named == null && enabled && budget != null && budget > 0 ? of(budget) : named;
    }

    private static boolean enabled(RequestObject thinking) throws InvalidRequestException {
        if (thinking == null) {
            return false;
        }
        String type = thinking.requiredText("type");
        if (!TYPES.contains(type)) {
            throw ValidationErrors.invalidValue(thinking.path("type"), type, TYPES);
        }
        String display = thinking.text("display");
        if (display != null && !DISPLAYS.contains(display)) {
            throw ValidationErrors.invalidValue(thinking.path("display"), display, DISPLAYS);
        }
        return !type.equals("disabled");
    }

    private static ReasoningEffort named(RequestObject output) throws InvalidRequestException {
        String effort = output == null ? null : output.text("effort");
        if (effort == null) {
            return null;
        }
        return switch (effort) {
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high", "xhigh", "max" -> ReasoningEffort.MAX;
            default -> throw ValidationErrors.invalidValue(output.path("effort"), effort, EFFORTS);
        };
    }

    private static ReasoningEffort of(int budget) {
        if (budget <= LITTLE) {
            return ReasoningEffort.LOW;
        }
        return budget <= SOME ? ReasoningEffort.MEDIUM : ReasoningEffort.MAX;
    }
}
