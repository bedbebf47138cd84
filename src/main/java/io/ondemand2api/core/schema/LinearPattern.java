package io.ondemand2api.core.schema;

import com.google.re2j.Pattern;

/**
 * A pattern of a schema, matched in time linear to the text. One that cannot be matched so (look-around, references
 * back to groups, or simply too large) leaves every text open.
 */
final class LinearPattern {

    /** How many instructions look at a character in the time of one step. */
    private static final int INSTRUCTIONS_PER_STEP = 8;

    /** The newest character that both languages are sure to put into the same Unicode classes. */
    private static final char LAST_SURE = '\u024F';

    private static final LinearPattern OPEN = new LinearPattern(null, 0, false);

    private final Pattern pattern;
    private final int size;
    private final boolean unicodeClasses;

    private LinearPattern(Pattern pattern, int size, boolean unicodeClasses) {
        this.pattern = pattern;
        this.size = size;
        this.unicodeClasses = unicodeClasses;
    }

    static LinearPattern of(String ecma, SchemaBudget budget) {
        EcmaPattern translated = EcmaPattern.translate(ecma);
        if (translated == null || !budget.takePattern(translated.size())) {
            return OPEN;
        }
        try {
            return new LinearPattern(Pattern.compile(translated.re2()), translated.size(), translated.unicodeClasses());
        } catch (RuntimeException | StackOverflowError beyondTheEngine) {
            return OPEN;
        }
    }

    /** Whether it is found anywhere in the text. */
    EvaluationOutcome find(String text, SchemaBudget budget) {
        if (pattern == null || unicodeClasses && !sure(text)) {
            return EvaluationOutcome.OPEN;
        }
        long cost = 1 + (text.length() + 1L) * size / INSTRUCTIONS_PER_STEP;
        if (!budget.has(cost)) {
            return EvaluationOutcome.OPEN;
        }
        budget.spend(cost);
        return EvaluationOutcome.of(pattern.matcher(text).find());
    }

    private static boolean sure(String text) {
        return text.chars().allMatch(character -> character <= LAST_SURE);
    }
}
