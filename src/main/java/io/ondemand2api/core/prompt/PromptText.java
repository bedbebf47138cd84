package io.ondemand2api.core.prompt;

import io.ondemand2api.core.CallForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A text for models, which the operator may write otherwise. Those of the jar stand in {@code prompts.yaml}, each under
 * its {@link #key}. Words in braces stand for what is known when it is used.
 */
public enum PromptText {
    TOOLS("tools", "{tools}", "{form} or <tool_call>", "{calls}", "{duty}"),
    FORM_HERMES("formHermes", "<tool_call>"),
    FORM_QWEN("formQwen", "<function=", "<parameter="),
    FORM_GLM("formGlm", "<tool_call>", "<arg_key>", "<arg_value>"),
    FORM_CLAUDE("formClaude", "<invoke", "<parameter"),
    VALUES_IN_JSON("valuesInJson"),
    VALUES_IN_ELEMENTS("valuesInElements"),
    SEVERAL_CALLS("severalCalls"),
    ONE_CALL("oneCall"),
    MAY_CALL("mayCall"),
    MUST_CALL_ANY("mustCallAny"),
    MUST_CALL_NAMED("mustCallNamed", "{name}"),
    NO_TOOLS("noTools"),
    ANSWER_SCHEMA("answerSchema", "{schema}"),
    ANSWER_SCHEMA_BESIDE_TOOLS("answerSchemaBesideTools", "{schema}"),
    ANSWER_OBJECT("answerObject"),
    ANSWER_OBJECT_BESIDE_TOOLS("answerObjectBesideTools"),
    REPAIR_ARGUMENTS("repairArguments", "{problem}", Needed.CALL),
    REPAIR_CALL("repairCall", "{problem}", Needed.CALL),
    REPAIR_MISSING_CALL("repairMissingCall", Needed.CALL),
    REPAIR_MISSING_NAMED_CALL("repairMissingNamedCall", "{name}", Needed.CALL),
    REPAIR_CALL_IN_THINKING("repairCallInThinking", "{name}", Needed.CALL),
    REPAIR_UNWANTED_CALL("repairUnwantedCall"),
    REPAIR_JSON("repairJson", "{problem}");

    /** One for the process, as the prompts are: an operator has one way to speak to models. */
    private static volatile Map<String, String> texts = shipped();

    private final String key;
    private final List<String> needed;

    PromptText(String key, String... needed) {
        this.key = key;
        this.needed = List.of(needed);
    }

    private static final class Needed {
        /** How calls are written: known only when the model is, or as the operator teaches every model. */
        static final String CALL = "{form} or <tool_call>";

        private Needed() {}
    }

    private static Map<String, String> shipped() {
        try (InputStream in = PromptText.class.getResourceAsStream("/prompts.yaml")) {
            Map<String, String> read = new TreeMap<>();
            Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            ((Map<?, ?>) root).forEach((name, text) -> read.put((String) name, ((String) text).strip()));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("the jar's own prompts.yaml", e);
        }
    }

    /** From now on the texts of the jar, but for these. */
    public static void use(Map<String, String> others) {
        Map<String, String> all = shipped();
        all.putAll(others);
        texts = all;
    }

    /** What a call of this form looks like. */
    static String of(CallForm form) {
        return switch (form) {
            case HERMES -> FORM_HERMES.with();
            case QWEN -> FORM_QWEN.with();
            case GLM -> FORM_GLM.with();
            case CLAUDE -> FORM_CLAUDE.with();
        };
    }

    /** How values stand in a call of this form. */
    static String values(CallForm form) {
        return (form == CallForm.HERMES ? VALUES_IN_JSON : VALUES_IN_ELEMENTS).with();
    }

    /** Its name in {@code prompts.yaml}. */
    public String key() {
        return key;
    }

    /** What must stand in each text of this name. */
    public List<String> needed() {
        return needed;
    }

    /** @param values by turns a word without its braces, and what it stands for */
    String with(String... values) {
        String text = texts.get(key);
        StringBuilder filled = new StringBuilder(text.length() + 64);
        for (int at = 0; at < text.length(); ) {
            int word = text.charAt(at) == '{' ? wordAt(text, at + 1, values) : -1;
            if (word < 0) {
                filled.append(text.charAt(at++));
            } else {
                filled.append(values[word + 1]);
                at += values[word].length() + 2;
            }
        }
        return filled.toString();
    }

    private static int wordAt(String text, int at, String... values) {
        for (int i = 0; i < values.length; i += 2) {
            if (text.startsWith(values[i] + "}", at)) {
                return i;
            }
        }
        return -1;
    }
}
