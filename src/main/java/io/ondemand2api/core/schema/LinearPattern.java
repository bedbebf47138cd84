package io.ondemand2api.core.schema;

import com.google.re2j.Pattern;

/**
 * A pattern of a schema, matched in time linear to the text. One that cannot be matched so (look-around, references
 * back to groups, or simply too large) leaves every text open.
 */
final class LinearPattern {

    private static final int STEPS_TO_BEGIN = 8;

    /** What it takes to translate a character, which may be an escape for a long class. */
    private static final int STEPS_TO_TRANSLATE = 4;

    /** How many instructions look at a character in the time of one step. */
    private static final int INSTRUCTIONS_PER_STEP = 8;

    /** The most steps that it may take to compile one pattern: that is some hundred characters in RE2's language. */
    private static final int MAX_STEPS_TO_COMPILE = 100_000;

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
        budget.spend(STEPS_TO_TRANSLATE * Math.min(ecma.length(), EcmaPattern.MAX_LENGTH));
        EcmaPattern translated = EcmaPattern.translate(ecma);
        if (translated == null || translated.steps() > MAX_STEPS_TO_COMPILE || !budget.has(translated.steps())) {
            return OPEN;
        }
        if (!budget.takePattern(translated.size())) {
            return OPEN;
        }
        budget.spend(translated.steps());
        try {
            return new LinearPattern(Pattern.compile(translated.re2()), translated.size(), translated.unicodeClasses());
        } catch (RuntimeException | StackOverflowError beyondTheEngine) {
            return OPEN;
        }
    }

    /** Whether it is found anywhere in the text. */
    EvaluationOutcome find(String text, SchemaBudget budget) {
        if (pattern == null) {
            return EvaluationOutcome.OPEN;
        }
        if (unicodeClasses) {
            budget.look(text.length());
            if (!sure(text)) {
                return EvaluationOutcome.OPEN;
            }
        }
        long cost = STEPS_TO_BEGIN + (text.length() + 1L) * size / INSTRUCTIONS_PER_STEP;
        if (!budget.has(cost)) {
            return EvaluationOutcome.OPEN;
        }
        budget.spend(cost);
        return EvaluationOutcome.of(pattern.matcher(text).find());
    }

    private static boolean sure(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_SURE) {
                return false;
            }
        }
        return true;
    }
}
