package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls of OpenAI's Harmony: {@code <|channel|>commentary to=functions.x <|constrain|>json<|message|>{…}<|call|>},
 * also with the recipient before the channel.
 */
final class HarmonyDialect implements ToolCallDialect {

    private static final int MAX_HEADER = 512;
    private static final Pattern RECIPIENT = Pattern.compile("\\bto=([\\w.:-]+)");

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.opens("channel", "start")) {
            return null;
        }
        int at = text.at();
        if (text.skip(Stripped.GLUED)) {
            text.moveTo(at);
            return new Stripped().read(from, tag, text, scope);
        }
        String header = header(text);
        Matcher recipient = RECIPIENT.matcher(header == null ? "" : header);
        if (!recipient.find()) {
            return null;
        }
        String name = recipient.group(1);
        Tool tool = scope.tool(name);
        return tool == null ? Payload.read(text, scope, from) : Payload.arguments(tool, text, scope, from);
    }

    /** The same without its tokens, which some servers strip, at the start of a line: {@code commentary to=functions.x json{…}}. */
    static final class Stripped implements ToolCallDialect {

        /** How it starts within a line, where the words before it end without a mark. */
        static final String GLUED = "assistantcommentary";

        private static final String[] WORDS = {"assistant", "commentary", "analysis"};
        private static final String[] TYPES = {"json", "code"};

        @Override
        public Reading read(int from, Tag tag, Cursor text, Scope scope) {
            skipWords(WORDS, text);
            if (!text.skip("to=")) {
                return null;
            }
            String name = Payload.name(text);
            Tool tool = scope.tool(name);
            for (String type : TYPES) {
                // the type of what follows may be written together with the name
                tool = tool == null && name.endsWith(type) && text.peek() == '{'
                        ? scope.tool(name.substring(0, name.length() - type.length()))
                        : tool;
            }
            if (tool == null) {
                return null;
            }
            int at = text.at();
            text.skipSpace();
            if (text.peek() != '<' || header(text) == null) {
                text.moveTo(at);
                text.skipSpace();
                skipWords(WORDS, text);
                skipWords(TYPES, text);
            }
            int c = text.peek();
            return c == '{' || c == '`' ? Payload.arguments(tool, text, scope, from) : null;
        }

        private static void skipWords(String[] words, Cursor text) {
            for (String word : words) {
                text.skip(word);
                text.skipBlanks();
            }
        }
    }

    /** What stands before the message, or null when none comes. */
    private static String header(Cursor text) {
        int from = text.at();
        while (text.at() - from < MAX_HEADER) {
            int at = text.at();
            int c = text.peek();
            Tag tag = c == '<' ? Tag.read(text) : null;
            if (tag != null && tag.opens("message")) {
                return text.slice(from, at);
            }
            if (c == Cursor.END || c == '{' || tag != null && !tag.opens("channel", "constrain")) {
                return null;
            }
            text.moveTo(tag == null ? at + 1 : text.at());
        }
        return null;
    }
}
