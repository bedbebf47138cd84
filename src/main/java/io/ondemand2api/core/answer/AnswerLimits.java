package io.ondemand2api.core.answer;

import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.TokenCounter;
import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends an answer at the caller's stop texts and token limit, which may lie across the borders of deltas. A stop text is
 * never let through, so the end of a delta that may be its beginning is held back until the next. Thinking does not
 * count: a limit that leaves no room for the answer would be useless. Not safe for several threads.
 */
public final class AnswerLimits {

    /** What the marks of a call or two take. */
    private static final int MARKUP_TOKENS = 64;

    private final List<String> stop;
    private final Integer maxTokens;
    private final StringBuilder held = new StringBuilder();
    private int tokens;
    private long nextLook;
    private FinishReason reached;
    private String stopReached;

    /**
     * @param stop texts before which the answer ends, none of them empty; may be empty
     * @param maxTokens the most tokens to let through, at least 1; or null
     */
    public AnswerLimits(List<String> stop, Integer maxTokens) {
        this.stop = stop;
        this.maxTokens = maxTokens;
        this.nextLook = maxTokens == null ? Long.MAX_VALUE : farBeyond();
        if (maxTokens != null) {
            TokenCounter.prepare();
        }
    }

    /**
     * Takes the next delta and gives what may be passed on now.
     *
     * @return perhaps empty; nothing more after {@link #reached()}
     */
    public String pass(String delta) {
        if (reached != null) {
            return "";
        }
        return withinTokens(stop.isEmpty() ? delta : beforeStop(delta));
    }

    /** Gives what was held back, when the answer ended without a stop text. */
    public String rest() {
        if (reached != null || held.isEmpty()) {
            return "";
        }
        String rest = held.toString();
        held.setLength(0);
        return withinTokens(rest);
    }

    /**
     * Takes the calls of an answer: their names and arguments count like text.
     *
     * @param calls in their order
     * @param more true when another one was broken off because it was too long
     * @return those that are wholly within the limit
     */
    public List<ToolCall> pass(List<ToolCall> calls, boolean more) {
        if (maxTokens == null) {
            return calls;
        }
        List<ToolCall> passed = new ArrayList<>();
        for (ToolCall call : calls) {
            tokens += TokenCounter.count(call.name() + call.arguments());
            if (tokens > maxTokens) {
                reached = FinishReason.LENGTH;
                return passed;
            }
            passed.add(call);
        }
        reached = more ? FinishReason.LENGTH : null;
        return passed;
    }

    /**
     * True when what the model wrote is so much longer than it may be, however the markup of calls is counted, that it
     * need not go on.
     *
     * @param written all words so far
     */
    public boolean farExceededBy(CharSequence written) {
        // no token is shorter than a character
        if (written.length() < nextLook) {
            return false;
        }
        long missing = farBeyond() - TokenCounter.count(written.toString());
        nextLook = written.length() + Math.max(missing, written.length() / 4);
        return missing < 0;
    }

    private long farBeyond() {
        return 2L * maxTokens + MARKUP_TOKENS;
    }

    /** Why the answer must end now, or null while it may go on. */
    public FinishReason reached() {
        return reached;
    }

    /** The stop text that ended the answer, or null. */
    public String stopReached() {
        return stopReached;
    }

    private String beforeStop(String delta) {
        held.append(delta);
        String text = held.toString();
        int end = firstStop(text);
        if (end >= 0) {
            reached = FinishReason.STOP;
            held.setLength(0);
            return text.substring(0, end);
        }
        int passable = text.length() - longestBeginning(text);
        held.delete(0, passable);
        return text.substring(0, passable);
    }

    /** Where the stop text starts that is complete first, as if the text had come letter by letter; -1 for none. */
    private int firstStop(String text) {
        String firstText = null;
        int first = -1;
        int complete = Integer.MAX_VALUE;
        for (String end : stop) {
            int at = text.indexOf(end);
            int to = at + end.length();
            if (at >= 0 && (to < complete || (to == complete && at < first))) {
                first = at;
                complete = to;
                firstText = end;
            }
        }
        stopReached = firstText;
        return first;
    }

    /** How many characters at the end of the text may be the beginning of a stop text. */
    private int longestBeginning(String text) {
        int longest = 0;
        for (String end : stop) {
            for (int length = Math.min(end.length() - 1, text.length()); length > longest; length--) {
                if (text.regionMatches(text.length() - length, end, 0, length)) {
                    longest = length;
                    break;
                }
            }
        }
        return longest;
    }

    private String withinTokens(String text) {
        if (maxTokens == null || text.isEmpty()) {
            return text;
        }
        int count = TokenCounter.count(text);
        if (tokens + count <= maxTokens) {
            tokens += count;
            return text;
        }
        String head = TokenCounter.head(text, maxTokens - tokens);
        tokens = maxTokens;
        reached = FinishReason.LENGTH;
        return head;
    }
}
