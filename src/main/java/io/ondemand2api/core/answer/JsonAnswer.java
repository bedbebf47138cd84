package io.ondemand2api.core.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.StrangersJson;
import java.util.List;

/**
 * The text of an answer that has to be JSON: the one value that the model meant, in its own spelling, without the prose
 * and the fence that models put around it. Where several values could be meant, none is chosen.
 *
 * @param text what to give to the caller
 * @param problem null when it is what was asked for, else in a few words what is wrong
 */
public record JsonAnswer(String text, String problem) {

    private static final String FENCE = "```";
    private static final int MAX_LABEL = 16;

    private static final JsonMapper JSON = JsonMapper.builder(
                    StrangersJson.strings().build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Checks the whole text of an answer. Text is always what was asked for when no JSON was. */
    public static JsonAnswer of(OutputFormat format, String answer) {
        if (format instanceof OutputFormat.Text) {
            return new JsonAnswer(answer, null);
        }
        String text = stripped(answer);
        JsonAnswer whole = checked(format, text);
        if (whole == null) {
            whole = checked(format, withoutFence(text));
        }
        return whole != null ? whole : within(format, text);
    }

    /** True when this start of an answer is the start of JSON, perhaps in a fence. */
    static boolean begins(CharSequence answer) {
        int at = ThinkingTags.space(answer, 0, answer.length());
        return at < answer.length() && "{[\"`".indexOf(answer.charAt(at)) >= 0;
    }

    /** The value within prose: the only one that fits, or the only one at all. */
    private static JsonAnswer within(OutputFormat format, String text) {
        JsonAnswer only = new JsonAnswer(text, "it is not valid JSON, or not JSON alone");
        List<String> values = JsonValues.in(text);
        int fitting = 0;
        for (String value : values) {
            JsonAnswer checked = checked(format, value);
            if (checked == null) {
                return only;
            }
            if (checked.problem == null) {
                fitting++;
                only = checked;
            } else if (values.size() == 1) {
                only = checked;
            }
        }
        return fitting <= 1 ? only : new JsonAnswer(text, "it holds several JSON values, and it has to be one");
    }

    /** Checks a text that may be one value; null when it is none. */
    private static JsonAnswer checked(OutputFormat format, String text) {
        JsonNode value = parse(text);
        if (value == null) {
            return null;
        }
        String problem = problem(format, value);
        if (problem != null && value.isTextual()) {
            // models give JSON as the text of a JSON string, too
            JsonNode inner = parse(value.textValue());
            if (inner != null && inner.isContainerNode() && problem(format, inner) == null) {
                return new JsonAnswer(stripped(value.textValue()), null);
            }
        }
        return new JsonAnswer(text, problem);
    }

    private static String problem(OutputFormat format, JsonNode value) {
        if (format instanceof OutputFormat.Schema schema) {
            return schema.schema().problem(value);
        }
        return value.isObject() ? null : "it is not a JSON object";
    }

    /** The one value that this text is, or null. */
    public static JsonNode parse(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value == null || value.isMissingNode() ? null : value;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static String stripped(String text) {
        int from = ThinkingTags.space(text, 0, text.length());
        int to = text.length();
        while (to > from && ThinkingTags.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String withoutFence(String text) {
        if (text.length() < 2 * FENCE.length() || !text.startsWith(FENCE) || !text.endsWith(FENCE)) {
            return text;
        }
        String inner = text.substring(FENCE.length(), text.length() - FENCE.length());
        int label = 0;
        while (label < inner.length() && !Character.isWhitespace(inner.charAt(label))) {
            label++;
        }
        return label < inner.length() && label <= MAX_LABEL
                ? inner.substring(label).strip()
                : inner;
    }
}
