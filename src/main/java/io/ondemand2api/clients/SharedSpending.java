package io.ondemand2api.clients;

import io.ondemand2api.clients.SharedLimits.Report;
import io.ondemand2api.clients.SpentTokens.Spent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what clients spend of their days and months together with other processes: tells them what was spent here, and
 * takes what was spent there. What cannot be told is told later. Safe for several threads.
 */
final class SharedSpending {

    private final SpentTokens spent;
    private final SharedLimits shared;
    /** What the others were not told yet; as many as have spent something here. */
    private final Map<String, Spent> untold = new ConcurrentHashMap<>();

    SharedSpending(SpentTokens spent, SharedLimits shared) {
        this.spent = spent;
        this.shared = shared;
        shared.whenBack(() -> untold.keySet().forEach(this::exchange));
    }

    /** This client has spent more here. */
    void add(String client, long tokens) {
        Spent more = new Spent(spent.today(), tokens, tokens);
        untold.merge(client, more, Spent::plus);
        spent.add(client, tokens);
        exchange(client);
    }

    /** Tells what is to be told, and takes what the others have told. */
    CompletableFuture<Spent> exchange(String client) {
        Spent nothing = new Spent(spent.today(), 0, 0);
        Spent all = spent.of(client);
        Spent telling = untold.remove(client);
        Spent more = telling == null ? nothing : telling.on(nothing.day());
        Spent known = new Spent(
                nothing.day(), Math.max(0, all.ofDay() - more.ofDay()), Math.max(0, all.ofMonth() - more.ofMonth()));
        return shared.spent(client, new Report(nothing.day(), known, more)).whenComplete((there, failure) -> {
            if (there != null) {
                spent.atLeast(client, there);
            } else if (telling != null) {
                untold.merge(client, telling, (later, earlier) -> earlier.plus(later));
            }
        });
    }
}
