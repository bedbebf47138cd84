package io.ondemand2api.completion;

/**
 * What was received of one answer, so that a resumed stream, which repeats it, adds only what is new. The first words of
 * a resumed stream are the whole answer so far, and must start with exactly what was received. Thinking before those
 * words is taken for a repetition, too: only what follows the whole of the thinking that was received is new. Used by
 * one thread at a time.
 */
final class ReceivedAnswer {

    private final TextDigest words = new TextDigest();
    private final TextDigest thoughts = new TextDigest();
    /** Thinking of a resumed stream, as far as it may repeat what was received; null when none is expected to. */
    private TextDigest repeated;

    private boolean wordsDue;

    /** A new answer begins. */
    void restart() {
        words.clear();
        thoughts.clear();
        repeated = null;
        wordsDue = false;
    }

    /** The next stream repeats what was received. */
    void expectRepetition() {
        wordsDue = true;
        repeated = thoughts.length() == 0 ? null : new TextDigest();
    }

    /** True while the resumed stream has not repeated the words. */
    boolean repetitionDue() {
        return wordsDue;
    }

    /** True once words have come. */
    boolean begun() {
        return words.length() > 0;
    }

    /** Takes words of the stream and gives those that are new; null when they do not repeat what was received. */
    String words(String delta) {
        String fresh = delta;
        if (wordsDue && !delta.isEmpty()) {
            if (!words.isPrefixOf(delta)) {
                return null;
            }
            fresh = delta.substring((int) words.length());
            wordsDue = false;
            if (repeated != null && repeated.length() == 0) {
                repeated = null;
            }
        }
        words.add(fresh);
        return fresh;
    }

    /** Takes thinking of the stream and gives what is new of it. */
    String thoughts(String delta) {
        String fresh = repeated == null ? delta : behindRepetition(delta);
        thoughts.add(fresh);
        return fresh;
    }

    private String behindRepetition(String delta) {
        int count = (int) Math.min(delta.length(), thoughts.length() - repeated.length());
        repeated.add(delta, count);
        // other thinking of the same length: which of it is new cannot be told, so none of it passes
        if (repeated.length() < thoughts.length() || !repeated.sameAs(thoughts)) {
            return "";
        }
        repeated = null;
        return delta.substring(count);
    }

    /** The rest of a whole answer; null when it does not start with what was received. */
    String rest(String whole) {
        return words.isPrefixOf(whole) ? whole.substring((int) words.length()) : null;
    }
}
