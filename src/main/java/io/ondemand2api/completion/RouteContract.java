package io.ondemand2api.completion;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.Sha256;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.ondemand2api.exchange.RouteProperties;
import io.ondemand2api.server.ClientSteps;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** Tells routes of a request by the {@link RouteProperties}. In routes its steps are called {@code answer.…}. */
public final class RouteContract {

    /** So much of a text tells one conversation from another well enough. */
    private static final int DIGESTED = 4096;

    private static final JsonMapper JSON = new JsonMapper();

    /** What is told of a request that was answered. */
    private static final List<String> USAGE = List.of(
            RouteProperties.REQUEST_ID,
            RouteProperties.CLIENT_LABEL,
            RouteProperties.MODEL,
            RouteProperties.ENDPOINT,
            RouteProperties.STATUS,
            RouteProperties.FINISH_REASON,
            RouteProperties.INPUT_TOKENS,
            RouteProperties.OUTPUT_TOKENS,
            RouteProperties.TOKENS,
            RouteProperties.ATTEMPTS,
            RouteProperties.KEY_LABEL,
            RouteProperties.FIRST_TOKEN_MILLIS);

    /** By their text; there are as many as the routes have steps. */
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    /** Says what was read. */
    static void read(Exchange exchange, ParsedRequest request, ResponseRenderer renderer) {
        Conversation conversation = request.conversation();
        if (exchange.getProperty(RouteProperties.DIALECT) == null) {
            exchange.setProperty(RouteProperties.DIALECT, "openai");
        }
        exchange.setProperty(RouteProperties.MODEL, conversation.model());
        exchange.setProperty(RouteProperties.STREAM, request.streaming(renderer));
        exchange.setProperty(
                RouteProperties.CONVERSATION_ID,
                conversationId(ClientSteps.of(exchange).label(), conversation));
    }

    /** How a conversation began, which all of its turns repeat. */
    private static String conversationId(String client, Conversation conversation) {
        MessageDigest digest = Sha256.start();
        Turn first = conversation.turns().get(0);
        for (String text : List.of(String.valueOf(client), conversation.instructions(), first.text())) {
            digest.update(text.substring(0, Math.min(DIGESTED, text.length())).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return "conv_" + HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    /** Replaces text of the answer by the pattern and the replacement that a step has left. */
    public void transformText(Exchange exchange) {
        TextTransforms.add(
                exchange,
                TextTransforms.Rule.of(
                        pattern(exchange),
                        exchange.getProperty(RouteProperties.TRANSFORM_REPLACEMENT, "", String.class)));
    }

    /** Replaces text of the answer by what an expression makes of each match of the pattern. */
    public void transformMatch(Exchange exchange) {
        MatchExpression expression = MatchExpression.of(
                exchange,
                exchange.getProperty(RouteProperties.TRANSFORM_LANGUAGE, String.class),
                exchange.getProperty(RouteProperties.TRANSFORM_EXPRESSION, String.class));
        TextTransforms.add(exchange, new TextTransforms.Rule(pattern(exchange), expression));
    }

    private Pattern pattern(Exchange exchange) {
        return patterns.computeIfAbsent(
                exchange.getProperty(RouteProperties.TRANSFORM_PATTERN, String.class), Pattern::compile);
    }

    /** What the request used, as a line of JSON: no word of what was said, and no key. */
    public Object usageLine(Exchange exchange) {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        for (String name : USAGE) {
            Object value = exchange.getProperty(name);
            if (value != null) {
                line.putPOJO(name, value);
            }
        }
        return line.toString();
    }

    /** What the user said last; a step has to ask for it, so that no log of properties holds it unasked. */
    public Object lastUserText(Exchange exchange) {
        ParsedRequest request = ParsedRequest.of(exchange);
        List<Turn> turns = request == null ? List.of() : request.conversation().turns();
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Turn.Role.USER) {
                return turns.get(i).text();
            }
        }
        return "";
    }

    /**
     * Says what became of the request. Leaves the message empty: its headers and body are those of the last call, which
     * nothing behind it can use.
     */
    public void tell(Exchange exchange) {
        CompletionContext completion = CompletionContext.of(exchange);
        Usage usage = completion.outcome().usage();
        exchange.setProperty(RouteProperties.STATUS, 200);
        exchange.setProperty(
                RouteProperties.FINISH_REASON,
                completion.rounds().finishReason().name().toLowerCase(Locale.ROOT));
        exchange.setProperty(RouteProperties.TOKENS, usage.totalTokens());
        exchange.setProperty(RouteProperties.INPUT_TOKENS, usage.inputTokens());
        exchange.setProperty(RouteProperties.OUTPUT_TOKENS, usage.outputTokens());
        attempts(exchange, completion);
        empty(exchange);
    }

    /** Says how the request failed. */
    static void failed(Exchange exchange, int status, String type) {
        exchange.setProperty(RouteProperties.STATUS, status);
        exchange.setProperty(RouteProperties.ERROR_TYPE, type);
        CompletionContext completion = CompletionContext.of(exchange);
        if (completion != null) {
            attempts(exchange, completion);
        }
        empty(exchange);
    }

    private static void attempts(Exchange exchange, CompletionContext completion) {
        exchange.setProperty(RouteProperties.ATTEMPTS, completion.retries().made());
        exchange.setProperty(RouteProperties.KEY_LABEL, completion.attempt().keyLabel());
        exchange.setProperty(RouteProperties.ENDPOINT, completion.endpoint().id());
        long first = completion.response().firstPartAt();
        if (first != 0) {
            long started = RequestObserver.of(exchange).started();
            exchange.setProperty(RouteProperties.FIRST_TOKEN_MILLIS, (first - started) / 1_000_000);
        }
    }

    private static void empty(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
    }
}
