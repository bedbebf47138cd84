package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.prompt.FileText;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Reads what a user or a tool has to say: texts, images and documents. */
final class ContentBlocks {

    private static final List<String> IMAGES = List.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final List<String> DOCUMENTS = List.of("application/pdf");
    private static final List<String> IMAGE_SOURCES = List.of("base64", "url");
    private static final List<String> DOCUMENT_SOURCES = List.of("base64", "text", "content", "url");

    private final RequestFiles files;

    /** @param files of the whole request */
    ContentBlocks(RequestFiles files) {
        this.files = files;
    }

    /**
     * Adds what one block says.
     *
     * @param allowed the types that may stand at this place
     */
    void read(RequestObject block, List<String> allowed, ContentBuilder content) throws InvalidRequestException {
        String type = block.requiredText("type");
        if (!allowed.contains(type)) {
            throw ValidationErrors.invalidValue(block.path("type"), type, allowed);
        }
        switch (type) {
            case "text" -> content.say(block.requiredText("text"));
            case "image" -> image(block, content);
            case "document" -> document(block, content);
            case "search_result" -> searchResult(block, content);
            case "tool_reference" -> content.say(block.requiredText("tool_name"));
            default -> throw ValidationErrors.invalidValue(block.path("type"), type, allowed);
        }
    }

    private void image(RequestObject block, ContentBuilder content) throws InvalidRequestException {
        RequestObject source = block.required("source");
        String type = source.requiredText("type");
        Supplier<InvalidRequestException> refusal = () -> notTaken("image", block);
        switch (type) {
            case "base64" -> files.image(dataUrl(source, IMAGES), source.path("data"), refusal, content);
            case "url" -> files.image(source.requiredText("url"), source.path("url"), refusal, content);
            default -> throw otherSource(source, type, IMAGE_SOURCES);
        }
    }

    private void document(RequestObject block, ContentBuilder content) throws InvalidRequestException {
        String title = block.text("title");
        String context = block.text("context");
        if (context != null && !context.isBlank()) {
            content.say(context);
        }
        RequestObject source = block.required("source");
        String type = source.requiredText("type");
        Supplier<InvalidRequestException> refusal = () -> notTaken("document", block);
        switch (type) {
            case "base64" -> files.document(dataUrl(source, DOCUMENTS), title, source.path("data"), refusal, content);
            case "url" -> files.image(source.requiredText("url"), source.path("url"), refusal, content);
            case "text" -> content.say(text(title, source.requiredText("data")));
            case "content" -> content.say(text(title, texts(source)));
            default -> throw otherSource(source, type, DOCUMENT_SOURCES);
        }
    }

    private static void searchResult(RequestObject block, ContentBuilder content) throws InvalidRequestException {
        String title = block.text("title");
        content.say(FileText.of(title == null ? block.requiredText("source") : title, null, texts(block)));
    }

    private static String text(String title, String text) {
        return FileText.of(title == null ? "document.txt" : title, null, text);
    }

    private static String texts(RequestObject source) throws InvalidRequestException {
        JsonNode content = BlockTexts.required(source);
        if (content.isTextual()) {
            return content.textValue();
        }
        StringJoiner texts = new StringJoiner("\n");
        for (int i = 0; i < content.size(); i++) {
            RequestObject block = BlockTexts.block(source, content, i);
            String type = block.requiredText("type");
            if (!type.equals("text")) {
                throw ValidationErrors.invalidValue(block.path("type"), type, List.of("text"));
            }
            texts.add(block.requiredText("text"));
        }
        return texts.toString();
    }

    private static String dataUrl(RequestObject source, List<String> mediaTypes) throws InvalidRequestException {
        String mediaType = source.requiredText("media_type");
        if (!mediaTypes.contains(mediaType)) {
            throw ValidationErrors.invalidValue(source.path("media_type"), mediaType, mediaTypes);
        }
        return "data:" + mediaType + ";base64," + source.requiredText("data");
    }

    private static InvalidRequestException otherSource(RequestObject source, String type, List<String> known) {
        if (type.equals("file")) {
            return new InvalidRequestException(
                    "Invalid '" + source.path("type")
                            + "': no files are stored here. Send the file itself as 'base64'.",
                    source.path("type"),
                    "invalid_value");
        }
        return ValidationErrors.invalidValue(source.path("type"), type, known);
    }

    private static InvalidRequestException notTaken(String type, RequestObject block) {
        return new InvalidRequestException(
                "Invalid '" + block.path("type") + "': blocks of type '" + type
                        + "' are only supported where files are " + "enabled.",
                block.path("type"),
                "invalid_value");
    }
}
