package io.ondemand2api.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the simulator says of itself: of use to a person who tries things out.
 *
 * @param words the answer, cut before every blank
 * @param thinking the reasoning, likewise
 * @param charactersRead of instructions and query
 */
record SimulatedAnswer(List<String> words, List<String> thinking, int charactersRead) {

    private static final int MAX_REPEAT = 200;

    static SimulatedAnswer to(JsonNode body, int turn) {
        String query = body.path("query").asText("");
        String instructions =
                body.path("modelConfigs").path("fulfillmentPrompt").asText("");
        String text =
                "This is the OnDemand simulator \uD83C\uDFAD – no real model, and nothing left this machine. I was "
                        + "asked as " + body.path("endpointId").asText("") + ", in turn " + turn
                        + " of this session. I got "
                        + instructions.length() + " characters of instructions and " + query.length()
                        + " characters of query. Its last line says: «" + lastLine(query) + "»";
        String thought = body.hasNonNull("reasoningEffort") ? "The user wants an answer from the simulator." : "";
        return new SimulatedAnswer(words(text), words(thought), query.length() + instructions.length());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\S)(?=\\s)"));
    }

    private static String lastLine(String query) {
        String text = query.strip();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        if (line.length() <= MAX_REPEAT) {
            return line;
        }
        // never half of a surrogate pair
        int end = Character.isHighSurrogate(line.charAt(MAX_REPEAT - 1)) ? MAX_REPEAT - 1 : MAX_REPEAT;
        return line.substring(0, end) + "…";
    }
}
