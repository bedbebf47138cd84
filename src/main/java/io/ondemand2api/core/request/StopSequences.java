package io.ondemand2api.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that end an answer. An empty one is ignored: taken at its word it would end every answer before its first
 * letter, and clients send it for a field that was left blank.
 */
public final class StopSequences {

    /** Characters. Each delta of an answer is looked through for the beginning of such a text. */
    private static final int MAX_LENGTH = 1024;

    private StopSequences() {}

    /**
     * Reads a list of them.
     *
     * @param path where it stands
     * @param most how many there may be
     */
    public static List<String> ofList(JsonNode list, String path, int most) throws InvalidRequestException {
        if (list.size() > most) {
            throw ValidationErrors.arrayTooLong(path, most, list.size());
        }
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            texts.addAll(ofText(list.get(i), path + "[" + i + "]"));
        }
        return texts;
    }

    /**
     * Reads a single one.
     *
     * @param path where it stands
     * @return without it when it is empty
     */
    public static List<String> ofText(JsonNode text, String path) throws InvalidRequestException {
        if (!text.isTextual()) {
            throw ValidationErrors.wrongType(path, "a string", text);
        }
        int length = text.textValue().length();
        if (length > MAX_LENGTH) {
            throw ValidationErrors.stringTooLong(path, MAX_LENGTH, length);
        }
        return length == 0 ? List.of() : List.of(text.textValue());
    }
}
