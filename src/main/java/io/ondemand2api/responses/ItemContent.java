package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;
import java.util.function.Supplier;

/** Reads what an item says: a text, or parts. */
final class ItemContent {

    private static final String STRING_OR_ARRAY = "one of a string or array of objects";
    private static final List<String> INPUT_PARTS = List.of("input_text", "input_image", "input_file");
    private static final List<String> OUTPUT_PARTS = List.of("output_text", "refusal");

    private final RequestFiles files;

    ItemContent(RequestFiles files) {
        this.files = files;
    }

    /** A user's message with its files. */
    Turn ofUser(RequestObject message) throws InvalidRequestException {
        return read(message, "content").userTurn(null);
    }

    /** Instructions, which are text alone. */
    String ofInstructions(RequestObject message) throws InvalidRequestException {
        return read(message, "content").text();
    }

    /** What a tool gave, with its files. */
    Turn ofResult(RequestObject output, String tool, String call) throws InvalidRequestException {
        ContentBuilder content = ofOutput(output);
        return new Turn(Turn.Role.TOOL, tool, content.text(), List.of(), call, content.attachments());
    }

    /** The text of an assistant's message, exactly as it was given to the client, or empty. */
    String ofAssistant(RequestObject message) throws InvalidRequestException {
        JsonNode content = message.value("content");
        if (content == null) {
            return "";
        }
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < array(content, message.path("content")).size(); i++) {
            RequestObject part = RequestObject.of(content.get(i), message.path("content[" + i + "]"));
            String type = part.requiredText("type");
            switch (type) {
                case "output_text", "input_text", "text" -> text.append(part.requiredText("text"));
                case "refusal" -> text.append(part.requiredText("refusal"));
                default -> throw ValidationErrors.invalidValue(part.path("type"), type, OUTPUT_PARTS);
            }
        }
        return text.toString();
    }

    /** Tools give what they will: objects are handed on as they are, and nothing is nothing. */
    private ContentBuilder ofOutput(RequestObject output) throws InvalidRequestException {
        JsonNode value = output.value("output");
        if (value == null || value.isObject()) {
            ContentBuilder content = new ContentBuilder();
            if (value != null) {
                content.say(value.toString());
            }
            return content;
        }
        return read(output, "output");
    }

    private ContentBuilder read(RequestObject owner, String field) throws InvalidRequestException {
        JsonNode value = owner.value(field);
        ContentBuilder content = new ContentBuilder();
        if (value == null) {
            throw ValidationErrors.missing(owner.path(field));
        }
        if (value.isTextual()) {
            content.say(value.textValue());
            return content;
        }
        for (int i = 0; i < array(value, owner.path(field)).size(); i++) {
            if (value.get(i).isTextual()) {
                content.say(value.get(i).textValue());
            } else {
                readPart(RequestObject.of(value.get(i), owner.path(field + "[" + i + "]")), content);
            }
        }
        return content;
    }

    private static JsonNode array(JsonNode value, String path) throws InvalidRequestException {
        if (!value.isArray()) {
            throw ValidationErrors.wrongType(path, STRING_OR_ARRAY, value);
        }
        return value;
    }

    private void readPart(RequestObject part, ContentBuilder content) throws InvalidRequestException {
        String type = part.requiredText("type");
        switch (type) {
            case "input_text", "output_text", "text" -> content.say(part.requiredText("text"));
            case "refusal" -> content.say(part.requiredText("refusal"));
            case "input_image" -> {
                refuseStoredFile(part);
                files.image(part.requiredText("image_url"), part.path("image_url"), notTaken(part, type), content);
            }
            case "input_file" -> {
                refuseStoredFile(part);
                String field =
                        part.value("file_data") == null && part.value("file_url") != null ? "file_url" : "file_data";
                String url = part.requiredText(field);
                if (field.equals("file_url")) {
                    files.image(url, part.path(field), notTaken(part, type), content);
                } else {
                    files.document(url, part.text("filename"), part.path(field), notTaken(part, type), content);
                }
            }
            default -> throw ValidationErrors.invalidValue(part.path("type"), type, INPUT_PARTS);
        }
    }

    private static Supplier<InvalidRequestException> notTaken(RequestObject part, String type) {
        return () -> new InvalidRequestException(
                "Invalid content type. " + type + " is only supported by certain models.",
                part.path("type"),
                "invalid_value");
    }

    private static void refuseStoredFile(RequestObject part) throws InvalidRequestException {
        boolean given =
                part.value("image_url") != null || part.value("file_data") != null || part.value("file_url") != null;
        if (!given && part.value("file_id") != null) {
            throw new InvalidRequestException(
                    "Invalid '" + part.path("file_id") + "': no files are stored here. Send the file itself.",
                    part.path("file_id"),
                    "invalid_value");
        }
    }
}
