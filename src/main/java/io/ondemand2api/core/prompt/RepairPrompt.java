package io.ondemand2api.core.prompt;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.answer.UnfitAnswer;

/**
 * What to say to a model whose answer was not what was asked for, in a turn that no caller sees, and to the caller when
 * the model did no better.
 */
public final class RepairPrompt {

    private RepairPrompt() {}

    public static UnfitAnswer wrongArguments(ToolCall call, String problem, CallForm form) {
        return new UnfitAnswer(
                PromptText.REPAIR_ARGUMENTS.with(
                        "name",
                        call.name(),
                        "problem",
                        problem,
                        "form",
                        PromptText.of(form),
                        "values",
                        PromptText.values(form)),
                "The model's arguments for the tool " + call.name() + " do not fit its parameters: " + problem);
    }

    public static UnfitAnswer unreadableCall(String problem, CallForm form) {
        return new UnfitAnswer(
                PromptText.REPAIR_CALL.with(
                        "problem", problem, "form", PromptText.of(form), "values", PromptText.values(form)),
                problem);
    }

    public static UnfitAnswer missingCall(Toolset tools) {
        String form = PromptText.of(tools.form());
        if (tools.choice().mode() == ToolChoice.Mode.NAMED) {
            String name = tools.choice().name();
            return new UnfitAnswer(
                    PromptText.REPAIR_MISSING_NAMED_CALL.with("name", name, "form", form),
                    "The model did not call the tool " + name);
        }
        return new UnfitAnswer(
                PromptText.REPAIR_MISSING_CALL.with("form", form), "The model did not call at least one of the tools");
    }

    public static UnfitAnswer callWithinThinking(ToolCall call, CallForm form) {
        return new UnfitAnswer(
                PromptText.REPAIR_CALL_IN_THINKING.with("name", call.name(), "form", PromptText.of(form)),
                "The model wrote a call of the tool " + call.name() + " in its thinking, and did not end that");
    }

    public static UnfitAnswer unwantedCall(ToolCall call) {
        return new UnfitAnswer(
                PromptText.REPAIR_UNWANTED_CALL.with("name", call.name()),
                "The model called the tool " + call.name() + ", though none may be called, and said nothing else");
    }

    public static UnfitAnswer wrongJson(String problem) {
        return new UnfitAnswer(
                PromptText.REPAIR_JSON.with("problem", problem),
                "The model's answer does not have the form that was asked for: " + problem);
    }
}
