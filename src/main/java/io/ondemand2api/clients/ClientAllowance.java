package io.ondemand2api.clients;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What is left of one client's limits. Safe for several threads. */
public final class ClientAllowance {

    /** That of a client without limits. */
    public static final ClientAllowance UNLIMITED = new ClientAllowance("", ClientLimits.NONE, null, null);

    private final String client;
    private final SpentTokens spentTokens;
    /** Null where this process is alone. */
    private final SharedAllowance shared;

    private volatile ClientLimits limits;
    private volatile MinuteLimit requests;
    private volatile MinuteLimit tokens;

    ClientAllowance(String client, ClientLimits limits, SpentTokens spentTokens, SharedAllowance shared) {
        this.client = client;
        this.spentTokens = spentTokens;
        this.shared = shared;
        change(limits);
    }

    /** Goes on with other limits. */
    final void change(ClientLimits now) {
        limits = now;
        requests = changed(requests, "requests", now.requestsPerMinute());
        tokens = changed(tokens, "tokens", now.tokensPerMinute());
    }

    private static MinuteLimit changed(MinuteLimit before, String what, Integer most) {
        if (most == null) {
            return null;
        }
        if (before == null) {
            return new MinuteLimit(what, most);
        }
        before.change(most);
        return before;
    }

    /**
     * Takes one request. What it will cost is not known yet: it comes in while a token is left, and {@link #charge} takes
     * its tokens when they are known. Others that have the same client are asked when nothing here refuses it.
     *
     * @param header takes OpenAI's headers of the limits, those of a refusal, too
     * @throws GatewayException {@link Failure#CLIENT_THROTTLED}
     */
    public void take(BiConsumer<String, String> header) throws GatewayException {
        MinuteLimit asked = requests;
        MinuteLimit spent = tokens;
        GatewayException refusal = spentAll(spent == null ? null : spent.reading());
        boolean taken = refusal == null && (asked == null || asked.tryTake());
        SharedAllowance.Answer there =
                taken && shared != null ? shared.take(asked, spent, limits.overDays()) : SharedAllowance.Answer.NONE;
        LimitReading tokensLeft = spent == null ? null : spent.reading().stricter(there.tokens());
        LimitReading requestsLeft = asked == null ? null : asked.reading().stricter(there.requests());
        if (refusal == null) {
            refusal = spentAll(tokensLeft);
        }
        if (refusal == null && !(taken && there.taken())) {
            refusal = throttled(requestsLeft);
        }
        if (refusal != null && taken && asked != null) {
            asked.giveBack();
            if (there.requests() != null && there.taken()) {
                shared.giveBack(asked);
            }
        }
        Stream.of(requestsLeft, tokensLeft).filter(Objects::nonNull).forEach(left -> left.describe(header));
        if (refusal != null) {
            throw refusal;
        }
    }

    private GatewayException spentAll(LimitReading tokensLeft) {
        ClientLimits most = limits;
        if (most.tokensPerMonth() != null && spentTokens.of(client).ofMonth() >= most.tokensPerMonth()) {
            return throttled("tokens per month", most.tokensPerMonth(), spentTokens.untilNextMonth());
        }
        if (most.tokensPerDay() != null && spentTokens.of(client).ofDay() >= most.tokensPerDay()) {
            return throttled("tokens per day", most.tokensPerDay(), spentTokens.untilTomorrow());
        }
        return tokensLeft == null || tokensLeft.untilOne().isZero() ? null : throttled(tokensLeft);
    }

    private static GatewayException throttled(LimitReading limit) {
        return throttled(limit.what() + " per min", limit.most(), limit.untilOne());
    }

    private static GatewayException throttled(String what, long most, Duration wait) {
        return new GatewayException(
                Failure.CLIENT_THROTTLED,
                "Rate limit reached for your key on " + what + ": Limit " + most + ". Please try again in "
                        + LimitReading.written(wait) + ".",
                wait);
    }

    /**
     * Takes the tokens of an answer.
     *
     * @param cost counts them, where they matter
     */
    public void charge(LongSupplier cost) {
        MinuteLimit spent = tokens;
        boolean overDays = limits.overDays();
        if (spent == null && !overDays) {
            return;
        }
        long number = cost.getAsLong();
        if (spent != null) {
            spent.take(number);
            if (shared != null) {
                shared.charge(spent, number);
            }
        }
        if (overDays && number > 0) {
            if (shared != null) {
                shared.spend(number);
            } else {
                spentTokens.add(client, number);
            }
        }
    }

    /** The others can be reached again. */
    void back() {
        if (shared != null) {
            shared.tell(tokens);
        }
    }
}
