package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.answer.ArgumentConversions;
import io.ondemand2api.core.answer.UnfitAnswer;
import io.ondemand2api.core.prompt.RepairPrompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The calls in an answer's words. Where tools may be called, they are the answer's calls; where the model knows of tools
 * but may not call any, they are taken out of the text all the same, since no caller can use them. Not safe for several
 * threads.
 */
public final class CallsInText {

    private final Toolset tools;
    private final boolean wanted;
    private final ToolCallLimits limits;
    private final StringBuilder blank = new StringBuilder();
    private ToolCallReader reader;
    private boolean begun;

    private CallsInText(Toolset tools, boolean wanted, ToolCallLimits limits) {
        this.tools = tools;
        this.wanted = wanted;
        this.limits = limits;
        this.reader = tools.isEmpty() ? null : reader();
    }

    private ToolCallReader reader() {
        return wanted ? new ToolCallReader(tools, limits) : ToolCallReader.takingOut(tools, limits);
    }

    /** @param limits the bounds of one answer */
    public static CallsInText of(Conversation conversation, ToolCallLimits limits) {
        Toolset offered = conversation.tools();
        return offered.isEmpty()
                ? new CallsInText(known(conversation), false, limits)
                : new CallsInText(offered, true, limits);
    }

    /** The tools that the model may know of although none may be called. */
    private static Toolset known(Conversation conversation) {
        Map<String, Tool> known = new LinkedHashMap<>();
        for (Tool tool : conversation.tools().withheld()) {
            known.put(tool.name(), tool);
        }
        for (Turn turn : conversation.turns()) {
            for (ToolCall call : turn.toolCalls()) {
                known.putIfAbsent(call.name(), new Tool(call.name(), null, null, false));
            }
        }
        return new Toolset(List.copyOf(known.values()), ToolChoice.AUTO, true);
    }

    /** True when the text is not looked through. */
    public boolean none() {
        return reader == null;
    }

    /** True when calls are part of the answer. */
    public boolean wanted() {
        return wanted;
    }

    /** Takes the next words and gives the text that may be passed on now. */
    public String pass(String words) {
        return reader == null ? words : begun(reader.pass(words));
    }

    /** The words are over: gives what is left of the text. */
    public String rest() {
        return reader == null ? "" : begun(reader.rest());
    }

    /** White space before a call that is taken out, and after it, is no text of its own. */
    private String begun(String text) {
        if (wanted || begun) {
            return text;
        }
        if (text.isBlank()) {
            blank.append(text);
            return "";
        }
        begun = true;
        return reader.calls().isEmpty() ? blank + text : text.stripLeading();
    }

    /** Forgets the calls so far and gives what is left of the text. */
    public String restart() {
        String rest = rest();
        reader = reader == null ? null : reader();
        return rest;
    }

    /** True while the words so far end within what may be a call. */
    public boolean reading() {
        return reader != null && reader.reading();
    }

    /** True when nothing that follows can change the calls. */
    public boolean complete() {
        return wanted && reader.complete();
    }

    /** Calls that were taken out of the text, without their markup; empty when there are none. */
    public String unwanted() {
        return reader == null || wanted
                ? ""
                : reader.calls().stream()
                        .map(call -> "{\"name\":\"" + call.name() + "\",\"arguments\":" + call.arguments() + "}")
                        .collect(Collectors.joining("\n"));
    }

    /**
     * Tells whether the calls can be used.
     *
     * @param draft thinking to whose end no word came, in which a call may have been meant
     * @param text the text of the answer
     * @param last true when the model is not asked again
     * @return null when they can
     */
    public UnfitAnswer unfit(String draft, String text, boolean last) {
        if (!wanted) {
            boolean all = reader != null && !reader.calls().isEmpty() && !last && text.isBlank();
            return all ? RepairPrompt.unwantedCall(reader.calls().get(0)) : null;
        }
        String problem = reader.problem() == null && !last ? reader.doubt() : reader.problem();
        if (problem != null) {
            return RepairPrompt.unreadableCall(problem, tools.form());
        }
        if (draft.isEmpty() || !reader.calls().isEmpty()) {
            return null;
        }
        ToolCallReader drafts = new ToolCallReader(tools, limits);
        drafts.pass(draft);
        drafts.rest();
        return drafts.calls().isEmpty()
                ? null
                : RepairPrompt.callWithinThinking(drafts.calls().get(0), tools.form());
    }

    /** The call that a text is the arguments of, or none; see {@link ArgumentsAlone}. */
    public List<ToolCall> argumentsAlone(String text) {
        ToolCall meant = wanted ? ArgumentsAlone.in(tools, text) : null;
        return meant == null ? List.of() : List.of(meant);
    }

    /** The answer's calls, with arguments that fit as far as they can be converted. */
    public List<ToolCall> made() {
        return wanted
                ? reader.calls().stream()
                        .map(call -> ArgumentConversions.fitted(tools.find(call.name()), call))
                        .toList()
                : List.of();
    }
}
