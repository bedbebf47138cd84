package io.ondemand2api.scripted;

import java.time.Duration;
import java.util.Locale;

/**
 * What an answer cost.
 *
 * @param inputTokens tokens read
 * @param outputTokens tokens written
 * @param time from the arrival of the query to now
 */
record Metrics(int inputTokens, int outputTokens, Duration time) {

    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Tokens at the usual rule of thumb of four characters each. */
    static Metrics of(int charactersRead, int charactersWritten, Duration time) {
        return new Metrics(tokens(charactersRead), tokens(charactersWritten), time);
    }

    private static int tokens(int characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    String json() {
        String seconds = String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
        return "{\"inputTokens\":" + inputTokens + ",\"outputTokens\":" + outputTokens + ",\"totalTokens\":"
                + (inputTokens + outputTokens) + ",\"ragTimeSec\":0,\"fulfillmentTimeSec\":" + seconds
                + ",\"totalTimeSec\":" + seconds + "}";
    }
}
