package io.ondemand2api.core;

/** Words of the caller made fit to be repeated to it: short, on one line, without control characters. */
public final class SafeEcho {

    private static final int MAX_LENGTH = 200;

    private SafeEcho() {}

    public static String of(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 1);
        for (int i = 0; i < text.length(); i++) {
            if (kept.length() == MAX_LENGTH) {
                if (Character.isHighSurrogate(kept.charAt(MAX_LENGTH - 1))) {
                    kept.setLength(MAX_LENGTH - 1);
                }
                return kept.append('…').toString();
            }
            char c = text.charAt(i);
            if (!Character.isISOControl(c) && c != '\u2028' && c != '\u2029') {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
