package io.ondemand2api.openai;

/** Words of the caller made fit to be repeated to it: short, on one line, without control characters. */
final class Excerpt {

    private static final int LONGEST = 200;

    private Excerpt() {}

    static String of(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
        for (int i = 0; i < text.length(); i++) {
            if (kept.length() == LONGEST) {
                if (Character.isHighSurrogate(kept.charAt(LONGEST - 1))) {
                    kept.setLength(LONGEST - 1);
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
