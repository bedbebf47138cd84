package io.ondemand2api.core.answer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A source of an answer, and where the answer names it.
 *
 * @param source what is named
 * @param start where its address begins in the text, in characters; the end of the text when it is not there
 * @param end behind its last character
 */
public record Citation(Source source, int start, int end) {

    /** The sources of this text, each where its address stands first. */
    public static List<Citation> in(String text, Collection<Source> sources) {
        List<Citation> citations = new ArrayList<>();
        for (Source source : sources) {
            int at = text.indexOf(source.url());
            citations.add(
                    at < 0
                            ? new Citation(source, text.length(), text.length())
                            : new Citation(source, at, at + source.url().length()));
        }
        return citations;
    }
}
