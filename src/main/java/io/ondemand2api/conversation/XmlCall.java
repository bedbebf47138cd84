package io.ondemand2api.conversation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call as {@code <function_call>} holds it in the {@code FC_USE} dialect:
 * {@code <tool>NAME</tool><args><city>Paris</city></args></function_call>}. It is read by its structure, so a value may
 * hold any tag but the one that ends it. Arguments may also be one JSON text.
 */
final class XmlCall implements Candidate {

    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";
    private static final String END = "/function_call";
    private static final List<String> NAME_TAGS = List.of("tool", "name", "tool_name", "function");
    private static final List<String> ARGUMENT_TAGS = List.of("args", "arguments", "parameters", "args_json");
    private static final int LONGEST_TAG = 256;

    private enum State {
        BETWEEN,
        TAG,
        VALUE
    }

    private final CallParser parser;
    private final StringBuilder token = new StringBuilder();
    private final Map<String, String> values = new LinkedHashMap<>();
    private State state = State.BETWEEN;
    private String argumentsTag;
    private String key;
    private String terminator;
    private int start;
    private String name = "";
    private String json;
    private List<ToolCall> calls = List.of();

    XmlCall(CallParser parser) {
        this.parser = parser;
    }

    @Override
    public Step feed(char c) {
        return switch (state) {
            case BETWEEN -> between(c);
            case TAG -> tag(c);
            case VALUE -> value(c);
        };
    }

    private Step between(char c) {
        if (JsonScanner.isSpace(c)) {
            return Step.MORE;
        }
        token.setLength(0);
        if (c == '<') {
            state = State.TAG;
            return Step.MORE;
        }
        if (argumentsTag == null || json != null || !values.isEmpty()) {
            return Step.TEXT;
        }
        // no tags within: the arguments are one JSON text
        await(argumentsTag);
        return value(c);
    }

    private Step tag(char c) {
        if (c != '>') {
            token.append(c);
            if (argumentsTag != null && CDATA.substring(1).contentEquals(token)) {
                await(argumentsTag);
                token.insert(0, '<');
                start = 0;
            }
            return token.length() <= LONGEST_TAG && c != '<' ? Step.MORE : Step.TEXT;
        }
        return tagged(token.toString().strip());
    }

    private Step tagged(String tag) {
        state = State.BETWEEN;
        token.setLength(0);
        if (tag.isEmpty()) {
            return Step.TEXT;
        }
        if (argumentsTag == null) {
            return inCall(tag);
        }
        if (tag.equals("/" + argumentsTag)) {
            argumentsTag = null;
        } else if (tag.endsWith("/")) {
            take(tag.substring(0, tag.length() - 1).strip(), "");
        } else {
            await(tag);
        }
        return Step.MORE;
    }

    private Step inCall(String tag) {
        if (tag.equals(END)) {
            return understood() ? Step.CALLS : Step.TEXT;
        }
        if (ARGUMENT_TAGS.contains(tag)) {
            argumentsTag = tag;
        } else if (!tag.endsWith("/")) {
            await(tag);
        }
        return Step.MORE;
    }

    /** Reads on to the end of this tag. */
    private void await(String tag) {
        String[] words = tag.split("\\s+", 2);
        state = State.VALUE;
        key = words.length == 1 ? tag : named(words);
        start = -1;
        terminator = "</" + words[0] + ">";
    }

    /** Some write {@code <parameter name="city">}. */
    private static String named(String[] words) {
        String[] attribute = words[1].split("[\"']");
        return attribute.length == 2 && attribute[0].strip().equals("name=") ? attribute[1] : words[0];
    }

    private Step value(char c) {
        token.append(c);
        if (start < 0 && !Character.isWhitespace(c)) {
            start = token.length() - 1;
        }
        if (c != '>' || !endsWith(terminator, token.length())) {
            return Step.MORE;
        }
        int end = token.length() - terminator.length();
        boolean cdata = start >= 0 && endsWith(CDATA, start + CDATA.length());
        if (cdata && !endsWith(CDATA_END, withoutSpaces(end))) {
            return Step.MORE;
        }
        String text = token.substring(0, end);
        state = State.BETWEEN;
        token.setLength(0);
        take(key, cdata ? withoutCdata(text.strip()) : unescaped(text));
        return Step.MORE;
    }

    private int withoutSpaces(int end) {
        int until = end;
        while (until > 0 && Character.isWhitespace(token.charAt(until - 1))) {
            until--;
        }
        return until;
    }

    /** True when these characters stand right before the index. */
    private boolean endsWith(String end, int until) {
        int from = until > token.length() ? -1 : until - end.length();
        for (int i = end.length() - 1; i >= 0; i--) {
            if (from < 0 || token.charAt(from + i) != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void take(String tag, String text) {
        if (argumentsTag == null) {
            if (NAME_TAGS.contains(tag)) {
                name = text.strip();
            }
        } else if (tag.equals(argumentsTag)) {
            json = text;
            argumentsTag = null;
        } else {
            values.put(tag, text);
        }
    }

    private static String withoutCdata(String text) {
        return text.substring(CDATA.length(), text.length() - CDATA_END.length());
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
    }

    private boolean understood() {
        Tool tool = parser.tool(name);
        String arguments = json == null ? XmlArguments.of(tool, values) : LenientJson.compact(json);
        if (tool == null || arguments == null) {
            return false;
        }
        calls = List.of(CallParser.call(tool, arguments));
        return true;
    }

    /** The last tag may be missing, those before it may not: arguments that break off must never be acted upon. */
    @Override
    public boolean end() {
        boolean whole = argumentsTag == null && state != State.VALUE && (state != State.TAG || partOfEnd());
        return whole && understood();
    }

    private boolean partOfEnd() {
        return END.startsWith(token.toString());
    }

    @Override
    public List<ToolCall> calls() {
        return calls;
    }
}
