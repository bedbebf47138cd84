package io.ondemand2api.conversation;

/** What to say to a model whose answer was not what was asked for, in a turn that no caller sees. */
final class RepairPrompt {

    private RepairPrompt() {}

    static String wrongArguments(ToolCall call, String complaint) {
        return "Your call of " + call.name() + " cannot be carried out: its arguments do not fit its parameters. "
                + complaint + ".\nWrite all calls of your last turn again, corrected, as "
                + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>, and nothing else.";
    }

    static String missingCall(Toolset tools) {
        String which = tools.choice().mode() == ToolChoice.Mode.NAMED
                ? "the tool " + tools.choice().name()
                : "at least one of the tools";
        return "You did not call a tool, but here you must call " + which + ". Write the call now, as "
                + "<tool_call>{\"name\":\"NAME\",\"arguments\":{…}}</tool_call>, and nothing else.";
    }

    static String wrongJson(String complaint) {
        return "Your answer does not have the form that was asked for: " + complaint
                + ".\nGive the whole answer again as JSON in that form, and nothing else: no words, no code block.";
    }
}
