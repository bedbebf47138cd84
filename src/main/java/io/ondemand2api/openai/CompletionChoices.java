package io.ondemand2api.openai;

import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a request for the completion of texts: one response with a choice for each prompt. The prompts are
 * answered one after another, each by a writer of its own, and the last writer ends the response. Not safe for several
 * threads.
 */
public final class CompletionChoices {

    private final CompletionIdentity identity;
    private final int prompts;
    private final boolean stream;
    private final boolean includeUsage;
    private final List<String> choices = new ArrayList<>();
    private Usage usage;

    CompletionChoices(CompletionIdentity identity, int prompts, boolean stream, boolean includeUsage) {
        this.identity = identity;
        this.prompts = prompts;
        this.stream = stream;
        this.includeUsage = includeUsage;
    }

    /** A new writer for the answer to the prompt of this index. */
    public ResponseRenderer writer(int prompt) {
        return stream ? new CompletionChunks(this, prompt, includeUsage) : new CompletionObject(this, prompt);
    }

    CompletionIdentity identity() {
        return identity;
    }

    boolean isLast(int prompt) {
        return prompt == prompts - 1;
    }

    /** Takes the choice that has been made of the next prompt. */
    void add(String choice, Usage cost) {
        choices.add(choice);
        usage = usage == null ? cost : usage.plus(cost);
    }

    /** The choices made so far, as JSON. */
    List<String> choices() {
        return choices;
    }

    /** What they cost together. */
    Usage usage() {
        return usage;
    }
}
