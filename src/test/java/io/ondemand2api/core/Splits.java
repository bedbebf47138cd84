package io.ondemand2api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to cut a text into deltas. */
public final class Splits {

    private static final int RANDOM_SPLITS = 25;

    private Splits() {}

    /** As a whole, at every place in two, character by character, and at random. */
    public static List<List<String>> of(String text) {
        List<List<String>> splits = new ArrayList<>();
        for (int at = 0; at <= text.length(); at++) {
            splits.add(List.of(text.substring(0, at), text.substring(at)));
        }
        splits.add(text.chars().mapToObj(c -> String.valueOf((char) c)).toList());
        Random random = new Random(text.hashCode());
        for (int i = 0; i < RANDOM_SPLITS; i++) {
            splits.add(atRandom(text, random));
        }
        return splits;
    }

    private static List<String> atRandom(String text, Random random) {
        List<String> deltas = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            deltas.add(text.substring(from, to));
            from = to;
        }
        return deltas;
    }
}
