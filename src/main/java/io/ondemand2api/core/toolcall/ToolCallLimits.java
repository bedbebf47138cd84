package io.ondemand2api.core.toolcall;

/**
 * Bounds of reading one answer.
 *
 * @param mostHeld characters that may be held back while it is not decided whether they are a call; at least 1024
 * @param mostCalls calls in one answer; further ones are left out; at least 1
 */
public record ToolCallLimits(int mostHeld, int mostCalls) {

    /** One mebi of characters, and as many calls as a request may offer tools. */
    public static final ToolCallLimits DEFAULTS = new ToolCallLimits(1 << 20, 128);

    public ToolCallLimits {
        if (mostHeld < 1024 || mostCalls < 1) {
            throw new IllegalArgumentException("at least 1024 characters and one call: " + mostHeld + ", " + mostCalls);
        }
    }
}
