package io.ondemand2api.core;

/**
 * Whether the model has to call a tool.
 *
 * @param mode how free it is
 * @param name the one tool to call, for {@link Mode#NAMED}; else null
 */
public record ToolChoice(Mode mode, String name) {

    /** How free the model is. */
    public enum Mode {
        /** No tool may be called. */
        NONE,
        /** The model decides. */
        AUTO,
        /** At least one tool must be called. */
        REQUIRED,
        /** One certain tool must be called. */
        NAMED
    }

    public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);
    public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);
    public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

    /** This one tool must be called. */
    public static ToolChoice named(String name) {
        return new ToolChoice(Mode.NAMED, name);
    }
}
