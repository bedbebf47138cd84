package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code prompt}: one text or several, each of which is answered by itself. Texts that were cut into tokens before
 * are refused, since their vocabulary is unknown.
 */
final class PromptTexts {

    /** As many as clients send in one batch by themselves. They are asked one after another. */
    private static final int MAX_COUNT = 20;

    private static final String EXPECTED = "one of a string or array of strings";

    private PromptTexts() {}

    static List<String> read(RequestObject request) throws InvalidRequestException {
        JsonNode prompt = request.value("prompt");
        if (prompt == null) {
            throw ValidationErrors.missing("prompt");
        }
        if (prompt.isTextual()) {
            return List.of(prompt.textValue());
        }
        if (!prompt.isArray()) {
            throw ValidationErrors.wrongType("prompt", EXPECTED, prompt);
        }
        if (prompt.isEmpty()) {
            throw ValidationErrors.emptyArray("prompt");
        }
        if (isTokens(prompt.get(0))) {
            throw ValidationErrors.unsupportedValue("prompt", "an array of tokens", "a string or an array of strings");
        }
        if (prompt.size() > MAX_COUNT) {
            throw ValidationErrors.arrayTooLong("prompt", MAX_COUNT, prompt.size());
        }
        List<String> texts = new ArrayList<>(prompt.size());
        for (int i = 0; i < prompt.size(); i++) {
            if (!prompt.get(i).isTextual()) {
                throw ValidationErrors.wrongType("prompt[" + i + "]", "a string", prompt.get(i));
            }
            texts.add(prompt.get(i).textValue());
        }
        return texts;
    }

    private static boolean isTokens(JsonNode first) {
        return first.isIntegralNumber()
                || first.isArray() && first.size() > 0 && first.get(0).isIntegralNumber();
    }
}
