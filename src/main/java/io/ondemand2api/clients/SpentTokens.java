package io.ondemand2api.clients;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.TreeMap;

/** The tokens that each client has spent today and this month, by days of UTC. Bounded. Safe for several threads. */
public final class SpentTokens {

    /** Labels come from the operator's lists alone; those beyond this are not kept over an edit of the list. */
    static final int MAX_CLIENTS = 10_000;

    /**
     * What one client has spent.
     *
     * @param day the day on which it spent last
     * @param ofDay what it spent on that day
     * @param ofMonth what it spent in the month of that day, that day included
     */
    public record Spent(LocalDate day, long ofDay, long ofMonth) {

        Spent on(LocalDate today) {
            if (today.equals(day)) {
                return this;
            }
            return new Spent(today, 0, YearMonth.from(today).equals(YearMonth.from(day)) ? ofMonth : 0);
        }

        /** With what was spent later. */
        Spent plus(Spent later) {
            Spent before = on(later.day);
            return new Spent(later.day, before.ofDay + later.ofDay, before.ofMonth + later.ofMonth);
        }

        private Spent atLeast(Spent known) {
            return new Spent(day, Math.max(ofDay, known.ofDay), Math.max(ofMonth, known.ofMonth));
        }
    }

    private final Clock clock;
    private final Map<String, Spent> spent = new TreeMap<>();
    private boolean changed;

    /** @param clock says what day it is */
    public SpentTokens(Clock clock) {
        this.clock = clock;
    }

    /** Goes on from what was kept. */
    public synchronized void restore(Map<String, Spent> kept) {
        spent.putAll(kept);
    }

    /** What this client has spent. */
    synchronized Spent of(String client) {
        LocalDate today = today();
        return spent.getOrDefault(client, new Spent(today, 0, 0)).on(today);
    }

    /** This client has spent more. */
    synchronized void add(String client, long tokens) {
        makeRoom(client);
        spent.put(client, of(client).plus(new Spent(today(), tokens, tokens)));
        changed = true;
    }

    /** It is known elsewhere that this client has spent so much. */
    synchronized void atLeast(String client, Spent known) {
        Spent before = of(client);
        Spent after = before.atLeast(known.on(before.day()));
        if (!after.equals(before)) {
            makeRoom(client);
            spent.put(client, after);
            changed = true;
        }
    }

    private void makeRoom(String client) {
        if (!spent.containsKey(client) && spent.size() >= MAX_CLIENTS) {
            YearMonth month = YearMonth.from(today());
            spent.values().removeIf(old -> !YearMonth.from(old.day()).equals(month));
            if (spent.size() >= MAX_CLIENTS) {
                spent.remove(spent.keySet().iterator().next());
            }
        }
    }

    /** All of it when there is something new since this was last asked; else null. */
    public synchronized Map<String, Spent> news() {
        if (!changed) {
            return null;
        }
        changed = false;
        return new TreeMap<>(spent);
    }

    Duration untilTomorrow() {
        return until(today().plusDays(1));
    }

    Duration untilNextMonth() {
        return until(today().withDayOfMonth(1).plusMonths(1));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Duration until(LocalDate day) {
        return Duration.between(
                ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC), day.atStartOfDay(ZoneOffset.UTC));
    }
}
