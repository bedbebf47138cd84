package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.StopSequences;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/** Reads {@code stop}, one text or a list of them. */
final class StopTexts {

    private static final int MAX_COUNT = 4;

    private StopTexts() {}

    static List<String> read(RequestObject request) throws InvalidRequestException {
        JsonNode stop = request.value("stop");
        if (stop == null) {
            return List.of();
        }
        if (stop.isTextual()) {
            return StopSequences.ofText(stop, "stop");
        }
        if (!stop.isArray()) {
            throw ValidationErrors.wrongType("stop", "one of a string or array of strings", stop);
        }
        return StopSequences.ofList(stop, "stop", MAX_COUNT);
    }
}
