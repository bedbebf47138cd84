package io.ondemand2api.scripted;

import java.util.List;

/** What the simulator says of itself when no test says otherwise: of use to a person who tries things out. */
final class DefaultAnswer {

    private static final int MAX_REPEAT = 200;

    private DefaultAnswer() {}

    static String to(ReceivedQuery query, int turn) {
        return "This is the OnDemand simulator \uD83C\uDFAD – no real model, and nothing left this machine. I was asked as "
                + query.endpointId() + ", in turn " + turn + " of this session. I got "
                + query.fulfillmentPrompt().length() + " characters of instructions and "
                + query.query().length() + " characters of query. Its last line says: «" + lastLine(query.query())
                + "»";
    }

    /** Cuts text before every word, so that the pieces joined are the text again. */
    static List<String> words(String text) {
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
