package io.ondemand2api.core.toolcall;

import java.util.List;

/** All dialects, in the order in which they are asked: the narrow ones before those that take any payload. */
final class Dialects {

    private static final List<ToolCallDialect> TAGS = List.of(
            new HarmonyDialect(),
            new TokenDialect(),
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
            new MistralDialect(),
            new HarmonyDialect.Stripped(),
            new NamedDialect());

    private static final List<ToolCallDialect> FENCES = List.of(new FencedDialect());

    private Dialects() {}

    /**
     * Reads what starts here.
     *
     * @return null when no dialect knows it
     */
    static Reading read(Cursor text, Scope scope) {
        int from = text.at();
        int c = text.peek();
        Tag tag = c == '<' ? Tag.read(text) : null;
        if (c == '<' && tag == null) {
            text.moveTo(from);
            return ToolElementDialect.read(text, scope);
        }
        if (tag != null && tag.closing()) {
            return null;
        }
        int behind = text.at();
        for (ToolCallDialect dialect : asked(c, scope)) {
            text.moveTo(behind);
            Reading reading = dialect.read(from, tag, text, scope);
            if (reading != null) {
                return reading;
            }
        }
        return null;
    }

    private static List<ToolCallDialect> asked(int c, Scope scope) {
        return switch (c) {
            case '<' -> TAGS;
            case '[', '{' -> BRACKETS;
            case '`' -> scope.lineStart() ? FENCES : List.of();
            default -> scope.lineStart() ? WORDS : List.of();
        };
    }
}
