package io.ondemand2api.observation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Sums of use for each client, key, model and day. Bounded in days and rows. Safe for several threads. */
public final class UsageLedger {

    private static final String NONE = "-";

    private final ModelLabels models;
    private final int mostDays;
    private final int mostRows;
    private final Clock clock;
    private final TreeMap<UsageRow, UsageSums> rows = new TreeMap<>();
    private boolean changed;

    /**
     * @param models bounds the names of models
     * @param mostDays how many days are kept, at least 1
     * @param mostRows how many rows are kept, at least 1
     * @param clock says what day it is
     */
    public UsageLedger(ModelLabels models, int mostDays, int mostRows, Clock clock) {
        this.models = models;
        this.mostDays = mostDays;
        this.mostRows = mostRows;
        this.clock = clock;
    }

    /** Goes on from these rows, as far as they are within the bounds. */
    public synchronized void restore(Map<UsageRow, UsageSums> kept) {
        kept.forEach(this::add);
        changed = false;
    }

    /** A request has ended. */
    synchronized void add(RequestRecord request) {
        if (request.entry().operation() == null) {
            return;
        }
        String model = request.model() == null ? NONE : models.of(request.model());
        UsageRow row = new UsageRow(LocalDate.now(clock), orNone(request.client()), orNone(request.key()), model);
        add(row, UsageSums.of(request));
        changed = true;
    }

    private void add(UsageRow row, UsageSums more) {
        LocalDate first = LocalDate.now(clock).minusDays(mostDays - 1L);
        while (!rows.isEmpty() && rows.firstKey().day().isBefore(first)) {
            rows.pollFirstEntry();
        }
        if (row.day().isBefore(first)) {
            return;
        }
        UsageRow place = row;
        if (!rows.containsKey(row) && rows.size() >= mostRows) {
            dropOldestDayBefore(row.day());
            if (rows.size() >= mostRows) {
                place = new UsageRow(row.day(), ModelLabels.OTHER, ModelLabels.OTHER, ModelLabels.OTHER);
            }
        }
        rows.merge(place, more, UsageSums::plus);
    }

    private void dropOldestDayBefore(LocalDate day) {
        LocalDate oldest = rows.firstKey().day();
        if (oldest.isBefore(day)) {
            rows.headMap(new UsageRow(oldest.plusDays(1), "", "", "")).clear();
        }
    }

    private static String orNone(String label) {
        return label == null ? NONE : label;
    }

    /** All rows, the oldest day first. */
    public synchronized Map<UsageRow, UsageSums> rows() {
        return new TreeMap<>(rows);
    }

    /** All rows when there was a request since this was last asked; null when there was none. */
    public synchronized Map<UsageRow, UsageSums> news() {
        if (!changed) {
            return null;
        }
        changed = false;
        return rows();
    }

    /** The rows put together by what they have in common. */
    public synchronized <K extends Comparable<K>> Map<K, UsageSums> by(Function<UsageRow, K> common) {
        Map<K, UsageSums> sums = new TreeMap<>();
        rows.forEach((row, sum) -> sums.merge(common.apply(row), sum, UsageSums::plus));
        return sums;
    }
}
