package io.ondemand2api.observation;

/**
 * How long a request took, in nanoseconds; -1 for what did not happen.
 *
 * @param total from its arrival until its client was done
 * @param firstWord from its arrival until the first words for the client
 * @param before from its arrival until the first call upstream, the arrival of its body left out
 * @param after from the upstream's last word until the client was done
 */
public record Timings(long total, long firstWord, long before, long after) {

    /** For what did not happen. */
    public static final long NEVER = -1;

    /** For each word after the first, when so many came in all; {@link #NEVER} when there was no other. */
    long perWord(int words) {
        return firstWord < 0 || words < 2 ? NEVER : (total - firstWord) / (words - 1);
    }
}
