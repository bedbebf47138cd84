package io.ondemand2api.core.prompt;

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

    public static UnfitAnswer wrongArguments(ToolCall call, String complaint) {
        String repair =
                "Your call of " + call.name() + " cannot be carried out: its arguments do not fit its parameters. "
                        + complaint + ".\nWrite all calls of your last turn again, corrected, as "
                        + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>, and nothing else.";
        return new UnfitAnswer(
                repair,
                "The model's arguments for the tool " + call.name() + " do not fit its parameters: " + complaint);
    }

    public static UnfitAnswer unreadableCall(String complaint) {
        String repair = complaint + ".\nWrite all calls of your last turn again, corrected, as "
                + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>, in valid JSON, and nothing else.";
        return new UnfitAnswer(repair, complaint);
    }

    public static UnfitAnswer missingCall(Toolset tools) {
        String which = tools.choice().mode() == ToolChoice.Mode.NAMED
                ? "the tool " + tools.choice().name()
                : "at least one of the tools";
        String repair = "You did not call a tool, but here you must call " + which + ". Write the call now, as "
                + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>, and nothing else.";
        return new UnfitAnswer(repair, "The model did not call " + which);
    }

    public static UnfitAnswer callWithinThinking(ToolCall call) {
        String repair = "Your turn ended within your thinking, in which nothing is carried out. If you meant to call "
                + call.name() + ", write the call again, after your thinking, as "
                + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>; else write your answer.";
        return new UnfitAnswer(
                repair, "The model wrote a call of the tool " + call.name() + " in its thinking, and did not end that");
    }

    public static UnfitAnswer unwantedCall(ToolCall call) {
        String repair = "No tool can be called now, so your call of " + call.name()
                + " was not carried out. Answer in words, with what you know.";
        return new UnfitAnswer(
                repair,
                "The model called the tool " + call.name() + ", though none may be called, and said nothing else");
    }

    public static UnfitAnswer wrongJson(String complaint) {
        String repair = "Your answer does not have the form that was asked for: " + complaint
                + ".\nGive the whole answer again as JSON in that form, and nothing else: no words, no code block.";
        return new UnfitAnswer(repair, "The model's answer does not have the form that was asked for: " + complaint);
    }
}
