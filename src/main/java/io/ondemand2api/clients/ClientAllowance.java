package io.ondemand2api.clients;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What is left of one client's limits. Safe for several threads. */
public final class ClientAllowance {

    /** That of a client without limits. */
    public static final ClientAllowance UNLIMITED = new ClientAllowance("", ClientLimits.NONE, null);

    private final String client;
    private final SpentTokens spentTokens;
    private volatile ClientLimits limits;
    private volatile MinuteLimit requests;
    private volatile MinuteLimit tokens;

    ClientAllowance(String client, ClientLimits limits, SpentTokens spentTokens) {
        this.client = client;
        this.spentTokens = spentTokens;
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
     * its tokens when they are known.
     *
     * @throws GatewayException {@link Failure#CLIENT_THROTTLED}
     */
    public void take() throws GatewayException {
        ClientLimits most = limits;
        if (most.tokensPerMonth() != null && spentTokens.of(client).ofMonth() >= most.tokensPerMonth()) {
            throw throttled("tokens per month", most.tokensPerMonth(), spentTokens.untilNextMonth());
        }
        if (most.tokensPerDay() != null && spentTokens.of(client).ofDay() >= most.tokensPerDay()) {
            throw throttled("tokens per day", most.tokensPerDay(), spentTokens.untilTomorrow());
        }
        MinuteLimit spent = tokens;
        if (spent != null) {
            Duration wait = spent.untilOne();
            if (!wait.isZero()) {
                throw throttled(spent, wait);
            }
        }
        MinuteLimit asked = requests;
        if (asked != null && !asked.tryTake()) {
            throw throttled(asked, asked.untilOne());
        }
    }

    private static GatewayException throttled(MinuteLimit limit, Duration wait) {
        return throttled(limit.what() + " per min", limit.most(), wait);
    }

    private static GatewayException throttled(String what, long most, Duration wait) {
        return new GatewayException(
                Failure.CLIENT_THROTTLED,
                "Rate limit reached for your key on " + what + ": Limit " + most + ". Please try again in "
                        + MinuteLimit.written(wait) + ".",
                wait);
    }

    /**
     * Takes the tokens of an answer.
     *
     * @param cost counts them, where they matter
     */
    public void charge(LongSupplier cost) {
        MinuteLimit spent = tokens;
        boolean overDays = limits.tokensPerDay() != null || limits.tokensPerMonth() != null;
        if (spent == null && !overDays) {
            return;
        }
        long number = cost.getAsLong();
        if (spent != null) {
            spent.take(number);
        }
        if (overDays && number > 0) {
            spentTokens.add(client, number);
        }
    }

    /** OpenAI's headers of its limits; none when it has none. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        MinuteLimit asked = requests;
        if (asked != null) {
            asked.describe(headers);
        }
        MinuteLimit spent = tokens;
        if (spent != null) {
            spent.describe(headers);
        }
        return headers;
    }
}
