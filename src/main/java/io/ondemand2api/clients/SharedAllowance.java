package io.ondemand2api.clients;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What is left of one client's limits by what all processes know. Safe for several threads. */
final class SharedAllowance {

    private final String client;
    private final SharedLimits shared;
    private final SharedSpending spending;
    private final AtomicLong owed = new AtomicLong();

    SharedAllowance(String client, SharedLimits shared, SharedSpending spending) {
        this.client = client;
        this.shared = shared;
        this.spending = spending;
    }

    /**
     * The answers of the others.
     *
     * @param requests null where there is no such limit, or no answer in time
     * @param taken false when they had no request left
     * @param tokens null likewise
     */
    record Answer(LimitReading requests, boolean taken, LimitReading tokens) {

        /** Without a word of theirs. */
        static final Answer NONE = new Answer(null, true, null);
    }

    /** Takes a request from the limit of all, and asks for the others; all at once, so that the time is that of one. */
    Answer take(MinuteLimit requests, MinuteLimit tokens, boolean overDays) {
        tell(tokens);
        AsyncBucketProxy asked = bucket(requests, 1);
        AsyncBucketProxy cost = bucket(tokens, 0);
        CompletableFuture<ConsumptionProbe> taking = asked == null ? null : asked.tryConsumeAndReturnRemaining(1);
        CompletableFuture<EstimationProbe> looking = cost == null ? null : cost.estimateAbilityToConsume(tokens.most());
        CompletableFuture<?> summing = overDays ? spending.exchange(client) : null;
        shared.await(CompletableFuture.allOf(
                Stream.of(taking, looking, summing).filter(Objects::nonNull).toArray(CompletableFuture[]::new)));
        ConsumptionProbe taken = now(taking);
        EstimationProbe left = now(looking);
        return new Answer(
                taken == null
                        ? null
                        : LimitReading.of(
                                requests.what(),
                                requests.most(),
                                taken.getRemainingTokens(),
                                taken.getNanosToWaitForReset()),
                taken == null || taken.isConsumed(),
                left == null
                        ? null
                        : LimitReading.of(
                                tokens.what(),
                                tokens.most(),
                                left.canBeConsumed() ? tokens.most() : left.getRemainingTokens(),
                                left.getNanosToWaitForRefill()));
    }

    private static <T> T now(CompletableFuture<T> asked) {
        return asked == null || asked.isCompletedExceptionally() ? null : asked.getNow(null);
    }

    /** @param takenHere what was taken here already, and is to be taken there next */
    private AsyncBucketProxy bucket(MinuteLimit limit, long takenHere) {
        return limit == null
                ? null
                : shared.minute(
                        client,
                        limit.what(),
                        limit.most(),
                        () -> Math.min(limit.most(), limit.reading().left() + takenHere));
    }

    /** Gives a request back that another limit refused. */
    void giveBack(MinuteLimit requests) {
        AsyncBucketProxy all = bucket(requests, 0);
        if (all != null) {
            all.addTokens(1);
        }
    }

    /** Takes the tokens of an answer; does not wait. */
    void charge(MinuteLimit tokens, long number) {
        owed.accumulateAndGet(number, (before, more) -> Math.min(before + more, tokens.most()));
        tell(tokens);
    }

    /** Tells what the others were not told. More than a minute's tokens are not owed: a minute brings them back. */
    void tell(MinuteLimit tokens) {
        long telling = tokens == null || owed.get() == 0 ? 0 : owed.getAndSet(0);
        if (telling > 0) {
            AsyncBucketProxy all = bucket(tokens, telling);
            CompletableFuture<?> told = all == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                    : all.consumeIgnoringRateLimits(telling);
            told.whenComplete((done, failure) -> {
                if (failure != null) {
                    owed.addAndGet(telling);
                }
            });
        }
    }

    /** Adds what was spent of a day and a month; does not wait. */
    void spend(long number) {
        spending.add(client, number);
    }
}
