package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Calls in a place where calls are mostly shown and not meant. Whether they are meant shows at the end of the place: in a
 * fence or a span that is closed they are not, unless the answer starts with it and it holds nothing else; in one that
 * never closes they are. In quotation marks they are not.
 */
final class Tentative {

    /** What became of them. */
    enum Decision {
        OPEN,
        MEANT,
        SHOWN
    }

    private static final Set<String> JSON_LABELS = Set.of(
            "", "json", "json5", "jsonc", "tool_call", "tool_calls", "tool_use", "function_call", "text", "plaintext");
    private static final int MAX_LABEL = 24;

    private final Markdown markdown;
    private final boolean wholeAnswer;
    private final boolean intended;
    private final int closedBefore;
    private final StringBuilder label = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private Markdown.Place place;
    private String problem;
    private String doubt;
    private boolean callsOnly = true;
    private boolean bareOnly = true;
    private boolean fenceMarks;

    /**
     * @param wholeAnswer true when nothing stands before
     * @param intended true when the words before do not introduce an example
     * @param place null while it is not known
     */
    Tentative(Markdown markdown, boolean wholeAnswer, boolean intended, Markdown.Place place) {
        this.markdown = markdown;
        this.wholeAnswer = wholeAnswer;
        this.intended = intended;
        this.place = place;
        this.closedBefore = markdown.closed();
    }

    /** @param bare true when no mark says that it is a call */
    void add(Reading reading, boolean bare) {
        bareOnly &= bare;
        calls.addAll(reading.calls());
        problem = problem == null ? reading.problem() : problem;
        doubt = doubt == null ? reading.doubt() : doubt;
    }

    boolean isEmpty() {
        return calls.isEmpty() && problem == null;
    }

    /** All of them, as one. */
    Reading reading() {
        return new Reading(calls, problem, doubt, 0);
    }

    /** True when calls need no mark here: in the fence that an answer starts with. */
    boolean bare() {
        return (wholeAnswer || intended)
                && callsOnly
                && place == Markdown.Place.FENCE
                && JSON_LABELS.contains(label.toString().strip().toLowerCase(Locale.ROOT));
    }

    /** Takes a character that is part of no call, after the Markdown has seen it. */
    Decision text(char c) {
        if (c == '`' || c == '~') {
            fenceMarks = true;
            return Decision.OPEN;
        }
        return words(c);
    }

    private Decision words(char c) {
        if (!isEmpty()) {
            callsOnly = false;
            return Decision.OPEN;
        }
        boolean inLabel = place == Markdown.Place.FENCE && markdown.inOpeningLine() && label.length() < MAX_LABEL;
        label.append(c);
        return inLabel ? Decision.OPEN : Decision.SHOWN;
    }

    /** Decides before a character that is not white space. */
    Decision before(char c) {
        Markdown.Place now = markdown.place();
        boolean opening = place == null;
        boolean within = fenceMarks && !opening && now == Markdown.Place.FENCE;
        fenceMarks = false;
        if (opening) {
            place = now;
        } else if (within && words(c) == Decision.SHOWN) {
            // marks that close nothing are part of what is shown
            return Decision.SHOWN;
        }
        boolean closed = markdown.closed() != closedBefore;
        return switch (place) {
            case FENCE -> !closed ? Decision.OPEN : fits() ? Decision.MEANT : Decision.SHOWN;
            case SPAN -> closed ? Decision.SHOWN : now == Markdown.Place.SPAN ? Decision.OPEN : meant();
            case QUOTE -> "\"'”’»".indexOf(c) >= 0 ? Decision.SHOWN : meant();
            default -> Decision.SHOWN;
        };
    }

    /** Decides when the text is over. */
    Decision atEnd() {
        boolean closed = markdown.closedAtEnd() != closedBefore;
        boolean last = intended && bareOnly && callsOnly;
        return closed && !fits() && !last ? Decision.SHOWN : meant();
    }

    private boolean fits() {
        return wholeAnswer && callsOnly && !isEmpty();
    }

    private Decision meant() {
        return isEmpty() ? Decision.SHOWN : Decision.MEANT;
    }
}
