package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;
import java.util.StringJoiner;

/** Reads {@code system}: one text, or blocks of text with a blank line between. */
final class SystemPrompt {

    /**
     * A block for Anthropic's accounts, which Claude Code sends. It is nothing for the model, and changes from request to
     * request: with it no conversation would ever be known again.
     */
    private static final String BILLING = "x-anthropic-billing-header";

    private SystemPrompt() {}

    static String read(RequestObject request) throws InvalidRequestException {
        JsonNode system = request.value("system");
        if (system == null) {
            return "";
        }
        if (system.isTextual()) {
            return system.textValue();
        }
        if (!system.isArray()) {
            throw ValidationErrors.wrongType("system", BlockTexts.STRING_OR_ARRAY, system);
        }
        StringJoiner text = new StringJoiner("\n\n");
        for (int i = 0; i < system.size(); i++) {
            RequestObject block = RequestObject.of(system.get(i), "system[" + i + "]");
            String type = block.requiredText("type");
            if (!type.equals("text")) {
                throw ValidationErrors.invalidValue(block.path("type"), type, List.of("text"));
            }
            String said = block.requiredText("text");
            if (!said.isEmpty() && !said.startsWith(BILLING)) {
                text.add(said);
            }
        }
        return text.toString();
    }
}
