package io.ondemand2api.completion;

import io.ondemand2api.exchange.RouteProperties;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;

/**
 * What an operator's expression or processor makes of each match in an answer. It gets the match as the body of an
 * exchange of its own, with the properties that tell of the request.
 */
final class MatchExpression implements Function<MatchResult, String> {

    private static final List<String> TOLD = List.of(
            RouteProperties.REQUEST_ID,
            RouteProperties.CLIENT_LABEL,
            RouteProperties.DIALECT,
            RouteProperties.MODEL,
            RouteProperties.STREAM,
            RouteProperties.CONVERSATION_ID);

    private final Exchange request;
    private final Processor processor;
    private final String text;

    private MatchExpression(Exchange request, Processor processor, String text) {
        this.request = request;
        this.processor = processor;
        this.text = text;
    }

    /**
     * Finds what is meant.
     *
     * @param language of the expression; with {@code ref} the text is the name of a processor or an expression
     * @throws org.apache.camel.NoSuchLanguageException when no jar brings the language
     * @throws org.apache.camel.NoSuchBeanException when there is no such processor or expression
     */
    static MatchExpression of(Exchange request, String language, String text) {
        CamelContext context = request.getContext();
        Object named = language.equals("ref") ? context.getRegistry().lookupByName(text) : null;
        if (named instanceof Processor processor) {
            return new MatchExpression(request, processor, text);
        }
        Expression expression = context.resolveLanguage(language).createExpression(text);
        expression.init(context);
        return new MatchExpression(
                request, match -> match.getMessage().setBody(expression.evaluate(match, String.class)), text);
    }

    /** @throws IllegalStateException when it fails; the words that it got are not repeated */
    @Override
    public String apply(MatchResult found) {
        Exchange match = new DefaultExchange(request.getContext());
        for (String name : TOLD) {
            match.setProperty(name, request.getProperty(name));
        }
        match.getMessage().setBody(found.group());
        try {
            processor.process(match);
            if (match.getException() != null) {
                throw match.getException();
            }
        } catch (Exception failed) {
            throw new IllegalStateException("The expression `" + text + "` of answer-transform-match failed: "
                    + failed.getClass().getName());
        }
        String made = match.getMessage().getBody(String.class);
        return made == null ? "" : Matcher.quoteReplacement(made);
    }
}
