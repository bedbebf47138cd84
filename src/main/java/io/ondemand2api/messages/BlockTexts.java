package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;

/** What {@code content} is wherever it stands: one text, or an array of blocks. */
final class BlockTexts {

    static final String STRING_OR_ARRAY = "one of a string or array of objects";

    private BlockTexts() {}

    /** The content, a string or an array, which must be there. */
    static JsonNode required(RequestObject owner) throws InvalidRequestException {
        JsonNode content = owner.value("content");
        if (content == null) {
            throw ValidationErrors.missing(owner.path("content"));
        }
        return checked(owner, content);
    }

    /** The content, a string or an array, or null. */
    static JsonNode optional(RequestObject owner) throws InvalidRequestException {
        JsonNode content = owner.value("content");
        return content == null ? null : checked(owner, content);
    }

    private static JsonNode checked(RequestObject owner, JsonNode content) throws InvalidRequestException {
        if (!content.isTextual() && !content.isArray()) {
            throw ValidationErrors.wrongType(owner.path("content"), STRING_OR_ARRAY, content);
        }
        return content;
    }

    /** One block of an array. */
    static RequestObject block(RequestObject owner, JsonNode blocks, int index) throws InvalidRequestException {
        return RequestObject.of(blocks.get(index), owner.path("content[" + index + "]"));
    }
}
