package io.ondemand2api.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Calls without any mark: JSON that is the whole answer, perhaps in a fence, one or several in a row. Since plain JSON is
 * a fair answer too, it is given up as soon as it has a key that no call has or names no offered tool.
 */
final class WholeAnswerCall implements Candidate {

    private static final Set<String> FENCE_LABELS = Set.of("", "json", "tool_call", "tool_calls");
    private static final int LONGEST_LABEL = 16;

    private enum State {
        FENCE,
        LABEL,
        BEFORE,
        JSON,
        CLOSING_FENCE,
        AFTER
    }

    private final CallParser parser;
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private State state = State.FENCE;
    private boolean fenced;
    private int ticks;
    private boolean list;
    private String key = "";
    private JsonScanner scanner;

    WholeAnswerCall(CallParser parser) {
        this.parser = parser;
    }

    /** True when such an answer may start with this character. */
    static boolean mayStart(char c) {
        return c == '{' || c == '[' || c == '`';
    }

    @Override
    public Step feed(char c) {
        return switch (state) {
            case FENCE -> fence(c);
            case LABEL -> label(c);
            case BEFORE -> before(c);
            case JSON -> json(c);
            case CLOSING_FENCE -> closingFence(c);
            case AFTER -> JsonScanner.isSpace(c) ? Step.MORE : Step.TEXT;
        };
    }

    private Step fence(char c) {
        if (c == '`') {
            fenced = true;
            state = ++ticks == 3 ? State.LABEL : State.FENCE;
            return Step.MORE;
        }
        return ticks == 0 ? before(c) : Step.TEXT;
    }

    private Step label(char c) {
        if (c == '\n' || c == '{' || c == '[') {
            boolean known = FENCE_LABELS.contains(text.toString().strip().toLowerCase(Locale.ROOT));
            text.setLength(0);
            return known ? before(c) : Step.TEXT;
        }
        text.append(c);
        return text.length() <= LONGEST_LABEL ? Step.MORE : Step.TEXT;
    }

    /** Before, between and after the values. */
    private Step before(char c) {
        state = State.BEFORE;
        if (JsonScanner.isSpace(c)) {
            return Step.MORE;
        }
        if (c == '{' || c == '[') {
            state = State.JSON;
            list = c == '[';
            scanner = new JsonScanner();
            text.setLength(0);
            return json(c);
        }
        if (c == '`' && fenced && !calls.isEmpty()) {
            state = State.CLOSING_FENCE;
            ticks = 0;
            return closingFence(c);
        }
        return Step.TEXT;
    }

    private Step json(char c) {
        if (list && scanner.depth() == 1 && "{},] \t\r\n".indexOf(c) < 0) {
            return Step.TEXT;
        }
        JsonScanner.Step step = scanner.feed(c);
        text.append(c);
        if (step == JsonScanner.Step.MORE) {
            return mayBeCall() ? Step.MORE : Step.TEXT;
        }
        if (step == JsonScanner.Step.WHOLE) {
            List<ToolCall> found = parser.bare(text.toString());
            calls.addAll(found);
            state = State.BEFORE;
            return found.isEmpty() ? Step.TEXT : Step.MORE;
        }
        return Step.TEXT;
    }

    private boolean mayBeCall() {
        int depth = list ? 2 : 1;
        String ended = scanner.endedKey(depth);
        if (ended != null) {
            key = ended;
            return CallParser.isKey(key);
        }
        String value = scanner.endedString(depth);
        return value == null || !key.equals("name") || parser.tool(value) != null;
    }

    private Step closingFence(char c) {
        if (c == '`') {
            ticks++;
            return Step.MORE;
        }
        state = State.AFTER;
        return ticks >= 3 && JsonScanner.isSpace(c) ? Step.MORE : Step.TEXT;
    }

    /** A fence that was never closed is forgiven, a value that was not is not. */
    @Override
    public boolean end() {
        boolean whole = state == State.BEFORE || state == State.AFTER || state == State.CLOSING_FENCE && ticks >= 3;
        return whole && !calls.isEmpty();
    }

    @Override
    public List<ToolCall> calls() {
        return calls;
    }
}
