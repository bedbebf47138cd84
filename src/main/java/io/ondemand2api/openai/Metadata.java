package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.Map;

/** The caller's own notes on a request: checked as OpenAI checks them, then left alone. */
public final class Metadata {

    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;

    private Metadata() {}

    /** Checks the field {@code metadata}. */
    public static void check(RequestObject request) throws InvalidRequestException {
        RequestObject metadata = request.object("metadata");
        if (metadata == null) {
            return;
        }
        int pairs = metadata.fields().size();
        if (pairs > MAX_PAIRS) {
            throw new InvalidRequestException(
                    "Invalid 'metadata': too many properties. Expected an object with at most " + MAX_PAIRS
                            + " properties, but got an object with " + pairs + " properties instead.",
                    "metadata",
                    "object_above_max_properties");
        }
        for (Map.Entry<String, JsonNode> pair : metadata.fields().properties()) {
            if (pair.getKey().length() > MAX_KEY) {
                throw ValidationErrors.stringTooLong(
                        "metadata", MAX_KEY, pair.getKey().length());
            }
            checkValue("metadata." + SafeEcho.of(pair.getKey()), pair.getValue());
        }
    }

    private static void checkValue(String path, JsonNode value) throws InvalidRequestException {
        if (!value.isTextual()) {
            throw ValidationErrors.wrongType(path, "a string", value);
        }
        int length = value.textValue().length();
        if (length > MAX_VALUE) {
            throw ValidationErrors.stringTooLong(path, MAX_VALUE, length);
        }
    }
}
