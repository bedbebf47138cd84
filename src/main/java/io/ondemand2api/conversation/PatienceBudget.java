package io.ondemand2api.conversation;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.regex.RegularExpression;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Bounds how many steps one check against a schema may take: each keyword that is looked at is one, and so is each
 * character that a pattern looks at. A schema of a few lines can ask for more steps than there is time.
 */
final class PatienceBudget extends ExecutionContext {

    private static final int MOST_STEPS = 2_000_000;

    /** What is left, where patterns find it: they are not told in whose name they are tried. */
    private static final ThreadLocal<PatienceBudget> CURRENT = new ThreadLocal<>();

    private int left = MOST_STEPS;

    private PatienceBudget() {}

    /** Runs a check within a budget of its own. */
    static <T> T run(Function<ExecutionContext, T> check) {
        PatienceBudget budget = new PatienceBudget();
        CURRENT.set(budget);
        try {
            T result = check.apply(budget);
            if (budget.left < 0) {
                throw new SpentException();
            }
            return result;
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void evaluationPathAddLast(String token) {
        spend();
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        spend();
        super.evaluationPathAddLast(token);
    }

    private void spend() {
        if (--left < 0) {
            throw new SpentException();
        }
    }

    /**
     * Reads a pattern of a schema. One that is no Java pattern matches everything: the two languages differ in corners,
     * and a working schema must not be refused for them.
     */
    static RegularExpression pattern(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return text -> {
                try {
                    return pattern.matcher(new Watched(text, CURRENT.get())).find();
                } catch (SpentException | StackOverflowError tooMuch) {
                    // the validator would log a fault of the pattern as its own: the check fails at its end
                    CURRENT.get().left = -1;
                    return false;
                }
            };
        } catch (PatternSyntaxException otherLanguage) {
            return text -> true;
        }
    }

    /** Text that costs a step for each look at it. */
    private record Watched(CharSequence text, PatienceBudget budget) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** The budget is spent. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private SpentException() {
            super("too many steps", null, false, false);
        }
    }
}
