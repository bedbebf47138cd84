package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.List;

/** The texts that end an answer. An empty one is ignored: it would end every answer before its first letter. */
final class StopSequences {

    /** Each delta of an answer is looked through for each of them. */
    private static final int MAX_COUNT = 16;

    private static final int MAX_LENGTH = 1024;

    private StopSequences() {}

    static List<String> read(RequestObject request) throws InvalidRequestException {
        JsonNode list = request.array("stop_sequences", "an array of strings");
        if (list == null) {
            return List.of();
        }
        if (list.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong("stop_sequences", MAX_COUNT, list.size());
        }
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String path = "stop_sequences[" + i + "]";
            if (!list.get(i).isTextual()) {
                throw ValidationErrors.wrongType(path, "a string", list.get(i));
            }
            String text = list.get(i).textValue();
            if (text.length() > MAX_LENGTH) {
                throw ValidationErrors.stringTooLong(path, MAX_LENGTH, text.length());
            }
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }
}
