package io.ondemand2api.completion;

import static io.ondemand2api.exchange.RouteProperties.ATTEMPTS;
import static io.ondemand2api.exchange.RouteProperties.FALLBACK_MODELS;
import static io.ondemand2api.exchange.RouteProperties.FREQUENCY_PENALTY;
import static io.ondemand2api.exchange.RouteProperties.KEY_LABEL;
import static io.ondemand2api.exchange.RouteProperties.MAX_TOKENS;
import static io.ondemand2api.exchange.RouteProperties.MODEL;
import static io.ondemand2api.exchange.RouteProperties.PRESENCE_PENALTY;
import static io.ondemand2api.exchange.RouteProperties.REASONING_EFFORT;
import static io.ondemand2api.exchange.RouteProperties.SYSTEM_PROMPT;
import static io.ondemand2api.exchange.RouteProperties.SYSTEM_PROMPT_MODE;
import static io.ondemand2api.exchange.RouteProperties.TEMPERATURE;
import static io.ondemand2api.exchange.RouteProperties.TIMEOUT;
import static io.ondemand2api.exchange.RouteProperties.TOP_P;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ConversationOverrides;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.models.ModelProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;

/**
 * What a route has set for its request, read once: behind an answer some of the properties say what became of it, and the
 * next prompt of the same request is not to take that for a setting.
 *
 * @param overrides what is asked in place of what the client says
 * @param fallbackModels the models to ask next, in this order
 * @param attempts while the upstream fails, or null for the gateway's number
 * @param timeout of the whole request, or null for the gateway's
 * @param keyLabel the only key to use, or null for any
 */
record RouteSettings(
        ConversationOverrides overrides,
        List<String> fallbackModels,
        Integer attempts,
        Duration timeout,
        String keyLabel) {

    private static final ExchangeProperty<RouteSettings> READ = StepProperty.ROUTE_SETTINGS.of(RouteSettings.class);

    /**
     * What the route of this request has set.
     *
     * @throws IllegalArgumentException when a property has a value that it cannot have
     */
    static RouteSettings of(Exchange exchange) {
        RouteSettings read = READ.get(exchange);
        if (read == null) {
            read = read(exchange);
            READ.set(exchange, read);
        }
        return read;
    }

    private static RouteSettings read(Exchange exchange) {
        String fallbacks = text(exchange, FALLBACK_MODELS);
        return new RouteSettings(
                overrides(exchange),
                fallbacks == null
                        ? List.of()
                        : Arrays.stream(fallbacks.split(",")).map(String::strip).toList(),
                whole(exchange, ATTEMPTS, 100),
                value(
                        exchange,
                        TIMEOUT,
                        "a time such as 30s",
                        time -> Duration.ofMillis(inRange(TimeUtils.toMilliSeconds(time), 1, Integer.MAX_VALUE))),
                text(exchange, KEY_LABEL));
    }

    private static ConversationOverrides overrides(Exchange exchange) {
        return new ConversationOverrides(
                text(exchange, MODEL),
                text(exchange, SYSTEM_PROMPT),
                "replace".equals(value(exchange, SYSTEM_PROMPT_MODE, "prepend or replace", RouteSettings::mode)),
                new Sampling(
                        number(exchange, TEMPERATURE, 0, 2),
                        number(exchange, TOP_P, 0, 1),
                        number(exchange, PRESENCE_PENALTY, -2, 2),
                        number(exchange, FREQUENCY_PENALTY, -2, 2)),
                whole(exchange, MAX_TOKENS, Integer.MAX_VALUE),
                value(
                        exchange,
                        REASONING_EFFORT,
                        "low, medium or max",
                        word -> ReasoningEffort.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    private static String mode(String word) {
        if (!List.of("prepend", "replace").contains(word)) {
            throw new IllegalArgumentException();
        }
        return word;
    }

    private static Double number(Exchange exchange, String name, double least, double most) {
        return value(exchange, name, "a number from " + least + " to " + most, text -> {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
            throw new IllegalArgumentException();
        });
    }

    private static Integer whole(Exchange exchange, String name, int most) {
        return value(exchange, name, "a whole number from 1 to " + most, text ->
                (int) inRange(Long.parseLong(text), 1, most));
    }

    private static long inRange(long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static <T> T value(Exchange exchange, String name, String wanted, Function<String, T> reading) {
        String text = text(exchange, name);
        try {
            return text == null ? null : reading.apply(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new IllegalArgumentException(
                    "The exchange property " + name + " must be " + wanted + ", not `" + text + "`: mend the route.");
        }
    }

    /** Null when it is not set, or empty. */
    private static String text(Exchange exchange, String name) {
        String text = exchange.getProperty(name, String.class);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The name of the model to ask. */
    String model(Conversation client) {
        return overrides.model() == null ? client.model() : overrides.model();
    }

    /** The client's conversation with what the profile of the model and then the route say of it. */
    Conversation applied(Conversation client, ModelProfile profile) {
        return overrides.applied(profile == null ? client : profile.overrides().applied(client));
    }

    /** The models to ask next: the route's, or else those of the profile. */
    List<String> fallbackModels(ModelProfile profile) {
        return fallbackModels.isEmpty() && profile != null ? profile.fallbackModels() : fallbackModels;
    }

    /** The gateway's policy with what the route says of it. */
    RetryPolicy applied(RetryPolicy policy) {
        return attempts == null ? policy : policy.withAttempts(attempts);
    }

    /** The nanoseconds that the whole request may take, as far as the route says. */
    long mostNanos() {
        return timeout == null ? Long.MAX_VALUE : timeout.toNanos();
    }
}
