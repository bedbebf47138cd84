package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that end an answer. An empty one is ignored: taken at its word it would end every answer before its first
 * letter, and clients send it for a field that was left blank.
 */
final class StopTexts {

    private static final int MAX_COUNT = 4;

    /** Each delta of an answer is looked through for the beginning of such a text. */
    private static final int MAX_LENGTH = 1024;

    private StopTexts() {}

    static List<String> read(RequestObject request) throws InvalidRequestException {
        JsonNode stop = request.value("stop");
        if (stop == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(MAX_COUNT);
        if (stop.isTextual()) {
            add(stop, "stop", texts);
            return texts;
        }
        if (!stop.isArray()) {
            throw ValidationErrors.wrongType("stop", "one of a string or array of strings", stop);
        }
        if (stop.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong("stop", MAX_COUNT, stop.size());
        }
        for (int i = 0; i < stop.size(); i++) {
            if (!stop.get(i).isTextual()) {
                throw ValidationErrors.wrongType("stop[" + i + "]", "a string", stop.get(i));
            }
            add(stop.get(i), "stop[" + i + "]", texts);
        }
        return texts;
    }

    private static void add(JsonNode stop, String path, List<String> texts) throws InvalidRequestException {
        int length = stop.textValue().length();
        if (length > MAX_LENGTH) {
            throw ValidationErrors.stringTooLong(path, MAX_LENGTH, length);
        }
        if (!stop.textValue().isEmpty()) {
            texts.add(stop.textValue());
        }
    }
}
