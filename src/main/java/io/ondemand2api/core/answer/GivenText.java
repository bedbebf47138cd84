package io.ondemand2api.core.answer;

import io.ondemand2api.core.OutputFormat;
import java.util.function.Consumer;

/** The text of an answer as the caller has it: given at once, or kept back until all of it is known. */
final class GivenText {

    private final Consumer<AnswerPart> parts;
    private final boolean muted;
    private final boolean keptBack;
    private final StringBuilder passed = new StringBuilder();

    /**
     * @param parts takes the text
     * @param muted true when the caller gets no text
     * @param keptBack true when the text may still have to be replaced
     */
    GivenText(Consumer<AnswerPart> parts, boolean muted, boolean keptBack) {
        this.parts = parts;
        this.muted = muted;
        this.keptBack = keptBack;
    }

    void pass(String text) {
        if (text.isEmpty() || muted) {
            return;
        }
        passed.append(text);
        if (!keptBack) {
            parts.accept(new AnswerPart.Text(text));
        }
    }

    /** Takes back what has not been given. */
    String takeBack() {
        String text = passed.toString();
        passed.setLength(0);
        return text;
    }

    /** Gives what was kept back. */
    void giveKeptBack(OutputFormat format, boolean cut) {
        if (!keptBack || passed.isEmpty()) {
            return;
        }
        String text = cut
                ? passed.toString()
                : JsonAnswer.of(format, passed.toString()).text();
        passed.setLength(0);
        passed.append(text);
        parts.accept(new AnswerPart.Text(text));
    }

    boolean keptBack() {
        return keptBack;
    }

    /** True when text has been given as a part already. */
    boolean gave() {
        return !keptBack && passed.length() > 0;
    }

    CharSequence soFar() {
        return passed;
    }

    @Override
    public String toString() {
        return passed.toString();
    }
}
