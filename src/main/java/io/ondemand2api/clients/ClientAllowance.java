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
    public static final ClientAllowance UNLIMITED = new ClientAllowance(ClientLimits.NONE);

    private volatile MinuteLimit requests;
    private volatile MinuteLimit tokens;

    ClientAllowance(ClientLimits limits) {
        change(limits);
    }

    /** Goes on with other limits. */
    final void change(ClientLimits limits) {
        requests = changed(requests, "requests", limits.requestsPerMinute());
        tokens = changed(tokens, "tokens", limits.tokensPerMinute());
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
        return new GatewayException(
                Failure.CLIENT_THROTTLED,
                "Rate limit reached for your key on " + limit.what() + " per min: Limit " + limit.most()
                        + ". Please try again in " + MinuteLimit.written(wait) + ".",
                wait);
    }

    /**
     * Takes the tokens of an answer.
     *
     * @param cost counts them, where they matter
     */
    public void charge(LongSupplier cost) {
        MinuteLimit spent = tokens;
        if (spent != null) {
            spent.take(cost.getAsLong());
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
