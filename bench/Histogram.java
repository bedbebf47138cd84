/** Counts durations in steps of five percent, from a microsecond to minutes, without allocating. */
final class Histogram {

    private static final double STEP = Math.log(1.05);
    private final long[] counts = new long[400];
    private long total;

    void add(long nanos) {
        int step = nanos <= 1000 ? 0 : (int) (Math.log(nanos / 1000.0) / STEP);
        counts[Math.min(step, counts.length - 1)]++;
        total++;
    }

    long total() {
        return total;
    }

    /** In milliseconds; not a number when nothing was counted. */
    double percentile(double percent) {
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            before += counts[i];
            if (total > 0 && before >= total * percent / 100) {
                return Math.exp((i + 0.5) * STEP) / 1000;
            }
        }
        return Double.NaN;
    }
}
