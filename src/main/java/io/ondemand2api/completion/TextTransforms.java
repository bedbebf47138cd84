package io.ondemand2api.completion;

import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.TextReplacement;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Changes the text of an answer, and the model's thinking, as the route says, on their way to the client. Used by one
 * thread at a time.
 */
final class TextTransforms implements Consumer<AnswerPart> {

    /**
     * What the route replaces.
     *
     * @param replacement of each match, with {@code $1} for a group
     */
    record Rule(Pattern pattern, Function<MatchResult, String> replacement) {

        private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\$(\\d)");

        /** @throws IllegalArgumentException when the replacement names a group that is not there */
        static Rule of(Pattern pattern, String replacement) {
            Matcher groups = GROUP.matcher(replacement);
            while (groups.find()) {
                if (Integer.parseInt(groups.group(1)) > pattern.matcher("").groupCount()) {
                    throw new IllegalArgumentException("The replacement " + replacement + " names a group that "
                            + pattern + " does not have: mend the route.");
                }
            }
            return new Rule(pattern, match -> replacement);
        }
    }

    private static final ExchangeProperty<Rules> RULES = StepProperty.TEXT_TRANSFORMS.of(Rules.class);

    /** The rules of one request. */
    private record Rules(List<Rule> all) {}

    private final Consumer<AnswerPart> parts;
    private final List<TextReplacement> words = new ArrayList<>();
    private final List<TextReplacement> thoughts = new ArrayList<>();

    /** @param parts takes the parts as the client is to have them */
    TextTransforms(List<Rule> rules, Consumer<AnswerPart> parts) {
        this.parts = parts;
        for (Rule rule : rules) {
            words.add(new TextReplacement(rule.pattern(), rule.replacement()));
            thoughts.add(new TextReplacement(rule.pattern(), rule.replacement()));
        }
    }

    /** The rules of this request's route, in the order of their steps. */
    static List<Rule> of(Exchange exchange) {
        Rules rules = RULES.get(exchange);
        return rules == null ? List.of() : rules.all();
    }

    /** Adds a rule to those of this request. */
    static void add(Exchange exchange, Rule rule) {
        List<Rule> rules = new ArrayList<>(of(exchange));
        rules.add(rule);
        RULES.set(exchange, new Rules(List.copyOf(rules)));
    }

    /** True when the client gets something else than the model said. */
    boolean any() {
        return !words.isEmpty();
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        words.forEach(TextReplacement::restart);
        thoughts.forEach(TextReplacement::restart);
    }

    @Override
    public void accept(AnswerPart part) {
        if (!any()) {
            parts.accept(part);
        } else if (part instanceof AnswerPart.Text text) {
            giveText(through(words, text.delta(), false));
        } else if (part instanceof AnswerPart.Thinking thinking) {
            giveThinking(through(thoughts, thinking.delta(), false));
        } else {
            // calls of tools and the end: no text follows
            giveThinking(through(thoughts, "", true));
            giveText(through(words, "", true));
            parts.accept(part);
        }
    }

    private static String through(List<TextReplacement> replacements, String delta, boolean last) {
        String text = delta;
        for (TextReplacement replacement : replacements) {
            text = last ? replacement.pass(text) + replacement.rest() : replacement.pass(text);
        }
        return text;
    }

    private void giveText(String text) {
        if (!text.isEmpty()) {
            parts.accept(new AnswerPart.Text(text));
        }
    }

    private void giveThinking(String text) {
        if (!text.isEmpty()) {
            parts.accept(new AnswerPart.Thinking(text));
        }
    }
}
