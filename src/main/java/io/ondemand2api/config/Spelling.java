package io.ondemand2api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what was meant by a mistyped name. */
final class Spelling {

    private Spelling() {}

    /**
     * The name that is most like this one.
     *
     * @param farthest how many letters may differ
     * @return null when none is near
     */
    static String nearest(String name, Collection<String> names, int farthest) {
        return names.stream()
                .filter(candidate -> distance(name, candidate) <= farthest)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElse(null);
    }

    /** Levenshtein's: how many letters to add, drop or change, dashes and case aside. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT).replace("-", "");
        String b = other.toLowerCase(Locale.ROOT).replace("-", "");
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
