package io.ondemand2api.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.prompt.RepairPrompt;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.Violation;
import java.util.List;

/** Tells whether a whole answer is what the caller asked for. */
public final class AnswerCheck {

    private static final String OBJECT_EXPECTED = "they are not a JSON object";

    private AnswerCheck() {}

    /**
     * Checks an answer.
     *
     * @param conversation what was asked
     * @param text the text of the answer, which need not be checked beside calls
     * @param calls the calls of the answer; may be empty
     * @param last true when the model is not asked again: then arguments that do not fit are left to the caller's tool,
     *     whose own error lets the model mend them, unless the tool is strict
     * @return null when it is in order, else what is wrong with it
     */
    public static UnfitAnswer unfit(Conversation conversation, String text, List<ToolCall> calls, boolean last) {
        for (ToolCall call : calls) {
            String problem = problem(conversation.tools(), call);
            if (problem != null && !(last && handedOn(conversation.tools(), call, problem))) {
                return RepairPrompt.wrongArguments(
                        call, problem, conversation.tools().form());
            }
        }
        if (!calls.isEmpty()) {
            return null;
        }
        if (conversation.tools().callRequired()) {
            return RepairPrompt.missingCall(conversation.tools());
        }
        String problem = JsonAnswer.of(conversation.format(), text).problem();
        return problem == null ? null : RepairPrompt.wrongJson(problem);
    }

    private static boolean handedOn(Toolset tools, ToolCall call, String problem) {
        Tool tool = tools.find(call.name());
        return !problem.equals(OBJECT_EXPECTED) && (tool == null || !tool.strict());
    }

    /**
     * Checks the arguments of one call.
     *
     * @return null when they fit, else in a few words what does not
     */
    public static String problem(Toolset tools, ToolCall call) {
        JsonNode arguments = JsonAnswer.parse(call.arguments());
        if (arguments == null || !arguments.isObject()) {
            return OBJECT_EXPECTED;
        }
        Tool tool = tools.find(call.name());
        if (tool == null || tool.parameters() == null) {
            return null;
        }
        List<Violation> violations = tool.parameters().violations(arguments);
        boolean unknown = violations.contains(Violation.UNCHECKED) && !tool.strict();
        return unknown ? null : JsonSchema.words(violations);
    }
}
