package io.ondemand2api.clients;

import io.github.bucket4j.distributed.AsyncBucketProxy;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** What several processes keep together of the limits of clients. No method waits, but {@link #await}. */
public interface SharedLimits {

    /**
     * What is left of a limit by the minute.
     *
     * @param leftHere what is left by what this process knows, where the others know nothing
     * @return null while it cannot be had
     */
    AsyncBucketProxy minute(String client, String what, long most, LongSupplier leftHere);

    /**
     * What is told of the tokens of a client.
     *
     * @param day the day on which it spent last
     * @param known what all are known to have spent by then
     * @param more what this process has spent beyond that
     */
    record Report(LocalDate day, SpentTokens.Spent known, SpentTokens.Spent more) {}

    /** Adds to what a client has spent, and gives what all have spent; the future fails when it cannot be had. */
    CompletableFuture<SpentTokens.Spent> spent(String client, Report report);

    /** Waits until it is there, no longer than a request may be held up. */
    void await(CompletableFuture<?> asked);

    /** Called each time that the others can be reached again. */
    void whenBack(Runnable told);
}
