package io.ondemand2api.upstream.protocol;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Tells an answer that is nothing but the upstream's notice of empty credit. Only the whole answer counts; the
 * case of letters, white space around it and a full stop behind it do not matter; so what may become one is held back,
 * and no word longer. Not safe for several threads.
 */
final class CreditNotice {

    private static final String STOPS = ".!";

    private final List<String> notices;
    private final Predicate<String> quoted;
    private final int longest;
    private StringBuilder held;

    /**
     * @param notices the words, in any case; none to hold back nothing
     * @param quoted says whether the caller's own text holds these words, so that the model may well repeat them
     */
    CreditNotice(List<String> notices, Predicate<String> quoted) {
        this.notices = notices.stream().map(CreditNotice::normal).toList();
        this.quoted = quoted;
        this.longest = notices.stream().mapToInt(String::length).max().orElse(0) + STOPS.length();
        this.held = notices.isEmpty() ? null : new StringBuilder();
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** Takes the answer's next words and gives those that may be passed on. */
    String next(String delta) {
        if (held == null || delta.isEmpty()) {
            return delta;
        }
        held.append(delta);
        return mayBecomeNotice() ? "" : rest();
    }

    private boolean mayBecomeNotice() {
        if (held.length() > 2 * longest) {
            return false;
        }
        String said = normal(held.toString());
        for (String notice : notices) {
            if (notice.startsWith(said) || isNotice(said, notice)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNotice(String said, String notice) {
        if (!said.startsWith(notice)) {
            return false;
        }
        for (int i = notice.length(); i < said.length(); i++) {
            if (STOPS.indexOf(said.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** True when the answer, which ends here, is a notice that the question did not ask for. */
    boolean complete() {
        if (held == null) {
            return false;
        }
        String said = normal(held.toString());
        return notices.stream().anyMatch(notice -> isNotice(said, notice) && !quoted.test(notice));
    }

    /** What was held back and is no notice; from now on everything passes. */
    String rest() {
        if (held == null) {
            return "";
        }
        String rest = held.toString();
        held = null;
        return rest;
    }
}
