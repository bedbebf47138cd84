package io.ondemand2api.conversation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The text of an answer that has to be JSON.
 *
 * @param text what to give to the caller: without the fence that models like to put around it
 * @param complaint null when it is what was asked for, else in a few words what is wrong
 */
public record JsonAnswer(String text, String complaint) {

    private static final String FENCE = "```";
    private static final int LONGEST_LABEL = 16;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    // names come from a model: they have no place in the table of the whole process
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Judges the whole text of an answer. Text is always what was asked for when no JSON was. */
    public static JsonAnswer of(OutputFormat format, String answer) {
        if (format instanceof OutputFormat.Text) {
            return new JsonAnswer(answer, null);
        }
        String text = withoutFence(answer.strip());
        JsonNode value = parse(text);
        if (value == null) {
            return new JsonAnswer(text, "it is not valid JSON, or not JSON alone");
        }
        if (format instanceof OutputFormat.Schema schema) {
            return new JsonAnswer(text, schema.schema().complaint(value));
        }
        return new JsonAnswer(text, value.isObject() ? null : "it is not a JSON object");
    }

    /** The one value that this text is, or null. */
    static JsonNode parse(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value == null || value.isMissingNode() ? null : value;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static String withoutFence(String text) {
        int firstLine = text.indexOf('\n');
        if (!text.startsWith(FENCE)
                || !text.endsWith(FENCE)
                || firstLine < 0
                || firstLine > text.length() - FENCE.length()) {
            return text;
        }
        boolean label = firstLine <= FENCE.length() + LONGEST_LABEL;
        return label ? text.substring(firstLine, text.length() - FENCE.length()).strip() : text;
    }
}
