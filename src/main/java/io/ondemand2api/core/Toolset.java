package io.ondemand2api.core;

import java.util.List;

/**
 * The tools that may be called in an answer. Only those that the choice leaves open are in it, so that none else is
 * ever taught or understood; nothing may be called of an empty set, with any choice.
 *
 * @param tools what may be called, each name once
 * @param choice whether something must be called
 * @param parallel true when one answer may call several
 * @param withheld offered tools that the choice does not leave open
 * @param webSearch true when the model may search the web by itself
 * @param form how the model is taught to write calls, and shown those of earlier turns
 */
public record Toolset(
        List<Tool> tools, ToolChoice choice, boolean parallel, List<Tool> withheld, boolean webSearch, CallForm form) {

    /** Nothing may be called. */
    public static final Toolset NONE = new Toolset(List.of(), ToolChoice.NONE, true, List.of(), false, CallForm.HERMES);

    public Toolset {
        tools = List.copyOf(tools);
        withheld = List.copyOf(withheld);
        if (tools.isEmpty()) {
            choice = ToolChoice.NONE;
            parallel = true;
        }
    }

    /**
     * The tools that a choice leaves open.
     *
     * @param offered all tools, each name once
     */
    public Toolset(List<Tool> offered, ToolChoice choice, boolean parallel) {
        this(leftOpen(offered, choice), choice, parallel, withheld(offered, choice), false, CallForm.HERMES);
    }

    /** The same tools, and whether the model may search the web by itself. */
    public Toolset withWebSearch(boolean allowed) {
        return new Toolset(tools, choice, parallel, withheld, allowed, form);
    }

    /** The same tools, for a model that is taught this form. */
    public Toolset in(CallForm taught) {
        return new Toolset(tools, choice, parallel, withheld, webSearch, taught);
    }

    private static List<Tool> withheld(List<Tool> offered, ToolChoice choice) {
        return switch (choice.mode()) {
            case NONE -> offered;
            case NAMED ->
                offered.stream()
                        .filter(tool -> !tool.name().equals(choice.name()))
                        .toList();
            case AUTO, REQUIRED -> List.of();
        };
    }

    private static List<Tool> leftOpen(List<Tool> tools, ToolChoice choice) {
        return switch (choice.mode()) {
            case NONE -> List.of();
            case NAMED ->
                tools.stream().filter(tool -> tool.name().equals(choice.name())).toList();
            case AUTO, REQUIRED -> List.copyOf(tools);
        };
    }

    /** True when nothing may be called. */
    public boolean isEmpty() {
        return tools.isEmpty();
    }

    /** True when an answer without a call is none. */
    public boolean callRequired() {
        return choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED;
    }

    /** The tool of this name, or null. */
    public Tool find(String name) {
        for (Tool tool : tools) {
            if (tool.name().equals(name)) {
                return tool;
            }
        }
        return null;
    }
}
