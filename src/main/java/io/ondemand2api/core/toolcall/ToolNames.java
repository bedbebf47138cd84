package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import io.ondemand2api.core.Toolset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Finds the tool that is meant by a name as models write it: with a namespace, an index or brackets, or in another
 * spelling, as long as that fits one tool alone.
 */
final class ToolNames {

    private static final List<String> PREFIXES =
            List.of("functions.", "function.", "tools.", "tool.", "default_api.", "call:", "functions:", "function:");
    private static final int MAX_LENGTH = 256;

    private final Toolset tools;
    private final Map<String, Tool> lower = new HashMap<>();
    private final Map<String, Tool> letters = new HashMap<>();

    ToolNames(Toolset tools) {
        this.tools = tools;
        for (Tool tool : tools.tools()) {
            index(tool, lower, ToolNames::lower);
            index(tool, letters, ToolNames::letters);
        }
    }

    private static void index(Tool tool, Map<String, Tool> index, UnaryOperator<String> spelling) {
        String key = spelling.apply(tool.name());
        // null stays for a spelling that fits several
        index.put(key, index.containsKey(key) ? null : tool);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String letters(String name) {
        return lower(name).replaceAll("[-_. ]", "");
    }

    /** The tool that is meant, or null when none is, or none for certain. */
    Tool find(String written) {
        if (written == null || written.isBlank() || written.length() > MAX_LENGTH) {
            return null;
        }
        String name = written.strip();
        Tool tool = spelled(name);
        for (String bare = stripped(name); tool == null && !bare.equals(name); bare = stripped(name)) {
            name = bare;
            tool = spelled(name);
        }
        return tool;
    }

    private Tool spelled(String name) {
        Tool exact = tools.find(name);
        if (exact != null) {
            return exact;
        }
        Tool otherCase = lower.get(lower(name));
        return otherCase != null ? otherCase : letters.get(letters(name));
    }

    /** Without one thing that may stand around a name. */
    private static String stripped(String name) {
        for (String prefix : PREFIXES) {
            if (name.length() > prefix.length() && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return name.substring(prefix.length());
            }
        }
        if (name.endsWith("()")) {
            return name.substring(0, name.length() - 2).strip();
        }
        int last = name.length() - 1;
        if (last > 1 && "\"'`*".indexOf(name.charAt(0)) >= 0 && name.charAt(last) == name.charAt(0)) {
            return name.substring(1, last).strip();
        }
        return name.replaceFirst(":\\d+$", "");
    }

    /** The first tool whose name stands as a word in a text, or null. */
    Tool mentioned(String text) {
        Tool found = null;
        int first = Integer.MAX_VALUE;
        for (Tool tool : tools.tools()) {
            int at = word(tool.name(), text);
            if (at >= 0 && at < first) {
                first = at;
                found = tool;
            }
        }
        return found;
    }

    private static int word(String name, String text) {
        int at = text.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            if ((at == 0 || !isPart(text.charAt(at - 1))) && (end == text.length() || !isPart(text.charAt(end)))) {
                return at;
            }
            at = text.indexOf(name, at + 1);
        }
        return -1;
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
