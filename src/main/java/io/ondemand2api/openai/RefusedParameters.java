package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/** Parameters whose silent loss would make an answer wrong: they are refused, by name, before anything is asked. */
final class RefusedParameters {

    private static final int MAX_CHOICES = 128;
    private static final int MAX_TOP_LOGPROBS = 20;

    private RefusedParameters() {}

    static void check(RequestObject request) throws InvalidRequestException {
        checkChoices(request);
        checkLogprobs(request);
        checkModalities(request);
        for (String name : List.of("audio", "moderation")) {
            if (request.value(name) != null) {
                throw ValidationErrors.unsupportedParameter(name);
            }
        }
    }

    /** Refuses any number of choices but one, which is what {@code n} means everywhere. */
    static void checkChoices(RequestObject request) throws InvalidRequestException {
        Integer choices = request.integer("n", 1, MAX_CHOICES);
        if (choices != null && choices > 1) {
            throw ValidationErrors.unsupportedValue("n", choices.toString(), "the default (1) value");
        }
    }

    private static void checkLogprobs(RequestObject request) throws InvalidRequestException {
        if (request.flag("logprobs")) {
            throw ValidationErrors.unsupportedParameter("logprobs");
        }
        Integer top = request.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        if (top != null && top > 0) {
            throw ValidationErrors.unsupportedParameter("top_logprobs");
        }
    }

    private static void checkModalities(RequestObject request) throws InvalidRequestException {
        JsonNode modalities = request.array("modalities", "an array of strings");
        if (modalities == null) {
            return;
        }
        for (int i = 0; i < modalities.size(); i++) {
            String path = "modalities[" + i + "]";
            JsonNode modality = modalities.get(i);
            if (!modality.isTextual()) {
                throw ValidationErrors.wrongType(path, "a string", modality);
            }
            switch (modality.textValue()) {
                case "text" -> {}
                case "audio" -> throw ValidationErrors.unsupportedValue("modalities", "'audio'", "'text'");
                default -> throw ValidationErrors.invalidValue(path, modality.textValue(), List.of("text", "audio"));
            }
        }
    }
}
