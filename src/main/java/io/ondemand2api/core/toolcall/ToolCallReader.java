package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Toolset;
import java.util.Collections;
import java.util.List;

/**
 * Tells the calls of tools in a model's text from the rest, delta by delta, wherever the deltas are cut, in all
 * {@link Dialects}.
 *
 * <p>Text before the first call is passed on at once. Held back is only what may become a call, up to a bound, and white
 * space, which is dropped before a call. What turns out to be no call, or a call of a tool that is not offered, is text
 * like any other. A mark beside the name of an offered tool that cannot be read is neither: it is complained of. Text
 * after the first call is dropped: OpenAI's clients want all text before the calls, and what models write there is mostly
 * an invented result. What counts as shown and not as meant: see {@link Markdown} and {@link Tentative}.
 *
 * <p>It takes time in proportion to the text, and no text makes it fail. Not safe for several threads.
 */
public final class ToolCallReader {

    private final boolean idle;
    private final int mostHeld;
    private final Findings found;
    private final HeldText held = new HeldText();
    private final CallScanner scanner;

    /** @param tools what may be called; with none, all text is passed on as it comes */
    public ToolCallReader(Toolset tools) {
        this(tools, ToolCallLimits.DEFAULTS);
    }

    /**
     * @param tools what may be called; with none, all text is passed on as it comes
     * @param limits the bounds of one answer
     */
    public ToolCallReader(Toolset tools, ToolCallLimits limits) {
        this(tools, limits, false);
    }

    /** One that takes all calls out of a text, the text after them being text, too. */
    public static ToolCallReader takingOut(Toolset tools, ToolCallLimits limits) {
        return new ToolCallReader(tools, limits, true);
    }

    private ToolCallReader(Toolset tools, ToolCallLimits limits, boolean takingOut) {
        this.idle = tools.isEmpty();
        this.mostHeld = limits.mostHeld();
        this.found = new Findings(limits.mostCalls(), tools.parallel());
        this.scanner = new CallScanner(new ToolNames(tools), held, found, takingOut);
    }

    /**
     * Takes the next delta and gives the text that may be passed on now.
     *
     * @return perhaps empty
     */
    public String pass(String delta) {
        if (idle) {
            return delta;
        }
        // never more than a piece beyond the bound, for deltas of any size
        for (int from = 0; from < delta.length(); from += mostHeld) {
            held.append(delta, from, Math.min(delta.length(), from + mostHeld));
            scanner.read(false);
            if (held.length() >= mostHeld) {
                scanner.giveUp();
            }
        }
        return drained();
    }

    /**
     * Says that the text is over and gives what was held back and is no call. A call whose closing mark is missing
     * counts; one whose arguments break off is complained of.
     *
     * @return perhaps empty
     */
    public String rest() {
        scanner.end();
        return drained();
    }

    private String drained() {
        held.pass(scanner.isText());
        return held.drained();
    }

    /** The calls so far, in their order; only the first when several at once are not wanted. */
    public List<ToolCall> calls() {
        return Collections.unmodifiableList(found.calls());
    }

    /**
     * Why a call that was meant cannot be read, in a sentence for the model, or null. Then the answer must not be used
     * as it is: the model has to write its calls again.
     */
    public String problem() {
        return found.problem();
    }

    /**
     * Why the calls may not say what was meant although they can be read, in a sentence for the model, or null. It is
     * worth asking the model once; if it says the same again, the calls stand as they are.
     */
    public String doubt() {
        return found.doubt();
    }

    /** True while the text so far ends within what may be a call. */
    public boolean reading() {
        return held.more();
    }

    /** True when nothing that follows can change anything, so that the rest need not be waited for. */
    public boolean complete() {
        return scanner.complete();
    }
}
