package io.ondemand2api.conversation;

import java.util.List;

/**
 * A call that is marked as one: the taught {@code <tool_call>{…}}, its relatives, and the {@code FC_USE} dialect of this
 * gateway's forerunner. Whatever closes the mark is not waited for, since the JSON itself says where it ends.
 */
final class MarkedCall implements Candidate {

    private static final String TRIGGER = "FC_USE";
    private static final String FUNCTION_CALL = "<function_call>";
    private static final List<String> MARKS =
            List.of("<tool_call>", "<tool_calls>", FUNCTION_CALL, "<function_calls>", TRIGGER);
    private static final int MOST_SPACES_IN_MARK = 16;
    private static final int MOST_MARKS = 4;

    private final CallParser parser;
    private final StringBuilder mark = new StringBuilder();
    private boolean marked;
    private int marks;
    private int spaces;
    private StringBuilder json;
    private JsonScanner scanner;
    private XmlCall xml;
    private List<ToolCall> calls = List.of();

    MarkedCall(CallParser parser) {
        this.parser = parser;
    }

    /** True when a mark may start with this character. */
    static boolean mayStart(char c, boolean lineStarts) {
        return c == '<' || lineStarts && c == TRIGGER.charAt(0);
    }

    @Override
    public Step feed(char c) {
        if (xml != null) {
            return xml(c);
        }
        if (scanner != null) {
            return json(c);
        }
        return marked ? payload(c) : mark(c);
    }

    private Step mark(char c) {
        if (JsonScanner.isSpace(c)) {
            boolean allowed = mark.toString().equals("<") || MARKS.contains(mark + ">");
            return allowed && ++spaces <= MOST_SPACES_IN_MARK ? Step.MORE : Step.TEXT;
        }
        mark.append(c);
        String sofar = mark.toString();
        if (MARKS.contains(sofar)) {
            marked = true;
            return ++marks <= MOST_MARKS ? Step.MORE : Step.TEXT;
        }
        return MARKS.stream().anyMatch(known -> known.startsWith(sofar)) ? Step.MORE : Step.TEXT;
    }

    private Step payload(char c) {
        if (JsonScanner.isSpace(c)) {
            return Step.MORE;
        }
        if (c == '{' || c == '[') {
            json = new StringBuilder();
            scanner = new JsonScanner();
            return json(c);
        }
        if (c != '<') {
            return Step.TEXT;
        }
        if (mark.toString().equals(FUNCTION_CALL)) {
            xml = new XmlCall(parser);
            return xml(c);
        }
        // a mark within a mark, such as a list's
        marked = false;
        spaces = 0;
        mark.setLength(0);
        return mark(c);
    }

    private Step json(char c) {
        boolean complete = scanner.lacksOnlyTheLastBracket();
        switch (scanner.feed(c)) {
            case MORE:
                json.append(c);
                return Step.MORE;
            case WHOLE:
                return understood(json.append(c).toString()) ? Step.CALLS : Step.TEXT;
            default:
                // models forget the last bracket before they close the mark
                return c == '<' && complete && understood(json.append('}').toString()) ? Step.CALLS_BEFORE : Step.TEXT;
        }
    }

    private boolean understood(String payload) {
        calls = parser.marked(payload);
        return !calls.isEmpty();
    }

    private Step xml(char c) {
        Step step = xml.feed(c);
        calls = xml.calls();
        return step;
    }

    @Override
    public boolean end() {
        if (xml != null) {
            boolean understood = xml.end();
            calls = xml.calls();
            return understood;
        }
        return scanner != null
                && scanner.lacksOnlyTheLastBracket()
                && understood(json.append('}').toString());
    }

    @Override
    public List<ToolCall> calls() {
        return calls;
    }
}
