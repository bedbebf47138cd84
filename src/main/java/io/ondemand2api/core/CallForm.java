package io.ondemand2api.core;

import java.util.Locale;

/**
 * A form of tool calls that a model is taught, best the one that it was trained on; it is shown past calls in the same
 * one. What a model writes is read in every form.
 */
public enum CallForm {
    /** Most open models, and the one for any other: a JSON object in a tag. */
    HERMES("<tool_call>"),
    /** Qwen3-Coder and its successors: a tag for each parameter. */
    QWEN("<tool_call>"),
    /** GLM 4.5 and its successors: tags for names and values by turns. */
    GLM("<tool_call>"),
    /** Claude: elements with names as attributes. */
    CLAUDE("<function_calls>");

    private final String mark;

    CallForm(String mark) {
        this.mark = mark;
    }

    /** Where a call starts. */
    public String mark() {
        return mark;
    }

    /** Its name in settings. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of this name, or null. */
    public static CallForm of(String key) {
        for (CallForm form : values()) {
            if (form.key().equals(key)) {
                return form;
            }
        }
        return null;
    }

    /** All names, in the order of the forms. */
    public static String[] keys() {
        String[] keys = new String[values().length];
        for (CallForm form : values()) {
            keys[form.ordinal()] = form.key();
        }
        return keys;
    }
}
