package io.ondemand2api.core.toolcall;

import java.util.List;

/** All dialects, in the order in which they are asked: the narrow ones before those that take any payload. */
final class Dialects {

    private static final List<ToolCallDialect> TAGS = List.of(
            new HarmonyDialect(),
            new TokenDialect(),
            new KimiTagDialect(),
            new InvokeDialect(),
            new FunctionTagDialect(),
            new GlmDialect(),
            new ElementDialect(),
            new HermesDialect());

    private static final List<ToolCallDialect> BRACKETS =
            List.of(new MistralDialect(), new CallingDialect(), new PythonicDialect(), new BareJsonDialect());

    private static final List<ToolCallDialect> WORDS = List.of(
            new ElementDialect.Trigger(),
            new ReActDialect(),
            new GeminiDialect(),
            new MistralDialect(),
            new HarmonyDialect.Stripped(),
            new NamedDialect());

    private static final List<ToolCallDialect> ELEMENTS =
            List.of(new GeminiDialect(), new BareNameDialect(), new ToolElementDialect());

    private static final List<ToolCallDialect> FENCES = List.of(new FencedDialect());

    private static final List<ToolCallDialect> MINIMAX = List.of(new MiniMaxDialect());
    private static final List<ToolCallDialect> FLOWERS = List.of(new QwenAgentDialect());
    private static final List<ToolCallDialect> RECIPIENTS = List.of(new RecipientDialect());
    private static final List<ToolCallDialect> GLUED = List.of(new HarmonyDialect.Stripped());
    private static final List<ToolCallDialect> INDEXED = List.of(new NamedDialect.Indexed());
    private static final List<ToolCallDialect> ESCAPED = List.of(new EscapedDialect());

    private static final String SENTENCE_ENDS = ".!?:;,)]}\"。！？：";

    private Dialects() {}

    /**
     * True when a mark of some dialect may start with what comes next.
     *
     * @param last the character before; marks that look like words or signs stand within a line only behind a sentence, or
     *     text that ends so by chance would have to wait
     */
    static boolean mayStart(HeldText held, boolean lineStart, char last) {
        boolean behindSentence = SENTENCE_ENDS.indexOf(last) >= 0;
        return switch (held.next()) {
            case '<', '[', '{' -> true;
            case ']' -> held.mayBe(MiniMaxDialect.TOKEN);
            case '✿' -> held.mayBe(QwenAgentDialect.NAME);
            case '>' -> (lineStart || behindSentence) && held.mayBe(RecipientDialect.MARK);
            case '&' -> lineStart && held.mayBe(EscapedDialect.OPENING);
            case 'f' -> lineStart || last == ' ' && held.mayBe(NamedDialect.Indexed.PREFIX);
            case 'a' -> lineStart || behindSentence && held.mayBe(HarmonyDialect.Stripped.GLUED);
            case '`', 'A', '*', 'C', 'c', 'F', 'T', 't', 'd' -> lineStart;
            default -> false;
        };
    }

    /**
     * Reads what starts here.
     *
     * @return null when no dialect knows it
     */
    static Reading read(Cursor text, Scope scope) {
        int from = text.at();
        int c = text.peek();
        Tag tag = c == '<' ? Tag.read(text) : null;
        if (tag != null && tag.closing()) {
            return null;
        }
        int behind = tag == null ? from : text.at();
        for (ToolCallDialect dialect : asked(c, tag, scope)) {
            text.moveTo(behind);
            Reading reading = dialect.read(from, tag, text, scope);
            if (reading != null) {
                return reading;
            }
        }
        return null;
    }

    private static List<ToolCallDialect> asked(int c, Tag tag, Scope scope) {
        return switch (c) {
            case '<' -> tag == null ? ELEMENTS : TAGS;
            case '[', '{' -> BRACKETS;
            case ']' -> MINIMAX;
            case '✿' -> FLOWERS;
            case '>' -> RECIPIENTS;
            case '&' -> scope.lineStart() ? ESCAPED : List.of();
            case '`' -> scope.lineStart() ? FENCES : List.of();
            case 'a' -> scope.lineStart() ? WORDS : GLUED;
            case 'f' -> scope.lineStart() ? WORDS : INDEXED;
            default -> scope.lineStart() ? WORDS : List.of();
        };
    }
}
