package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestObject;

/** Reads the parts {@code image_url} and {@code file} of one request. */
final class FileParts {

    private final RequestFiles files;

    FileParts(RequestFiles files) {
        this.files = files;
    }

    void readImage(RequestObject part, String dottedPath, ContentBuilder content) throws InvalidRequestException {
        String url = textAt(part, "image_url", "url");
        if (url == null) {
            if (!files.enabled()) {
                throw MessageContent.onlyForCertainModels("image_url", dottedPath);
            }
            url = part.required("image_url").requiredText("url");
        }
        files.image(
                url,
                part.path("image_url.url"),
                () -> MessageContent.onlyForCertainModels("image_url", dottedPath),
                content);
    }

    void readFile(RequestObject part, String dottedPath, ContentBuilder content) throws InvalidRequestException {
        String given = textAt(part, "file", "file_data");
        String name = textAt(part, "file", "filename");
        if (given == null) {
            if (!files.enabled()) {
                throw MessageContent.onlyForCertainModels("file", dottedPath);
            }
            RequestObject file = part.required("file");
            file.text("filename");
            if (file.text("file_data") == null && file.text("file_id") != null) {
                throw new InvalidRequestException(
                        "Invalid '" + file.path("file_id") + "': no files are stored here. Send the file itself as "
                                + "'file_data'.",
                        file.path("file_id"),
                        "invalid_value");
            }
            given = file.requiredText("file_data");
        } else if (files.enabled()) {
            part.required("file").text("filename");
        }
        files.document(
                given,
                name,
                part.path("file.file_data"),
                () -> MessageContent.onlyForCertainModels("file", dottedPath),
                content);
    }

    /** A text as far as it is there: whether anything else is wrong matters only where files are taken. */
    private static String textAt(RequestObject part, String object, String field) {
        JsonNode value = part.fields().path(object).path(field);
        return value.isTextual() ? value.textValue() : null;
    }
}
