package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;
import java.util.StringJoiner;

/**
 * The text of a message: a string, or parts of text, which are joined with a line break between. A user's message may
 * hold files, too: see {@link UserContent}.
 */
final class MessageContent {

    private static final List<String> PART_TYPES = List.of("text", "image_url", "input_audio", "refusal", "file");
    private static final String STRING_OR_ARRAY = "one of a string or array of objects";

    private MessageContent() {}

    /** The text of a message that must have one. */
    static String required(RequestObject message, int index) throws InvalidRequestException {
        JsonNode content = message.value("content");
        if (content == null) {
            throw absent(message);
        }
        return text(content, message, index, false);
    }

    /** The text of an assistant's message, which may be missing; then it is that of its refusal, or empty. */
    static String ofAssistant(RequestObject message, int index) throws InvalidRequestException {
        JsonNode content = message.value("content");
        String refusal = message.text("refusal");
        if (content == null || content.isArray() && content.isEmpty()) {
            return refusal == null ? "" : refusal;
        }
        return text(content, message, index, true);
    }

    private static InvalidRequestException absent(RequestObject message) {
        String path = message.path("content");
        return message.mentions("content")
                ? ValidationErrors.wrongType(
                        path, STRING_OR_ARRAY, message.fields().get("content"))
                : ValidationErrors.missing(path);
    }

    private static String text(JsonNode content, RequestObject message, int index, boolean assistant)
            throws InvalidRequestException {
        if (content.isTextual()) {
            return content.textValue();
        }
        String path = message.path("content");
        if (!content.isArray()) {
            throw ValidationErrors.wrongType(path, STRING_OR_ARRAY, content);
        }
        if (content.isEmpty()) {
            throw ValidationErrors.emptyArray(path);
        }
        StringJoiner text = new StringJoiner("\n");
        boolean silent = true;
        for (int i = 0; i < content.size(); i++) {
            RequestObject part = RequestObject.of(content.get(i), path + "[" + i + "]");
            String said = partText(part, "messages.[" + index + "].content.[" + i + "].type", assistant);
            silent &= said.isEmpty();
            text.add(said);
        }
        return silent ? "" : text.toString();
    }

    /** @param dottedPath the path of the part's type as OpenAI writes it in this one message */
    static String partText(RequestObject part, String dottedPath, boolean assistant) throws InvalidRequestException {
        String type = part.requiredText("type");
        switch (type) {
            case "text":
                return part.requiredText("text");
            case "refusal":
                if (assistant) {
                    return part.requiredText("refusal");
                }
                break;
            case "image_url", "input_audio", "file":
                throw onlyForCertainModels(type, dottedPath);
            default:
                break;
        }
        throw ValidationErrors.invalidValue(part.path("type"), type, PART_TYPES);
    }

    /** What OpenAI says of a part that the model does not take. */
    static InvalidRequestException onlyForCertainModels(String type, String dottedPath) {
        return new InvalidRequestException(
                "Invalid content type. " + type + " is only supported by certain models.", dottedPath, null);
    }
}
