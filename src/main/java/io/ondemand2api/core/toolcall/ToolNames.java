package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.Toolset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Finds the tool that is meant by a name as models write it: with a namespace, an index or brackets, or in another
 * spelling, as long as that fits one tool alone.
 */
final class ToolNames {

    private static final List<String> PREFIXES = List.of(
            "functions.",
            "function.",
            "tools.",
            "tool.",
            "default_api.",
            "default_api:",
            "call:",
            "functions:",
            "function:");
    private static final String SERVER = "__";
    private static final String FUNCTIONS = "functions";
    private static final int MAX_LENGTH = 256;

    private final Toolset tools;
    private final Map<String, Tool> lower = new HashMap<>();
    private final Map<String, Tool> letters = new HashMap<>();
    /** By what stands behind the name of an MCP server. */
    private final Map<String, Tool> ends = new HashMap<>();

    private final TreeSet<String> all = new TreeSet<>();
    private final BitSet firsts = new BitSet();

    ToolNames(Toolset tools) {
        this.tools = tools;
        for (Tool tool : tools.tools()) {
            index(tool, lower, ToolNames::lower);
            index(tool, letters, ToolNames::letters);
            if (tool.name().contains(SERVER)) {
                index(tool, ends, ToolNames::end);
            }
            String spelling = letters(tool.name());
            all.add(spelling);
            if (!spelling.isEmpty()) {
                firsts.set(spelling.charAt(0));
            }
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

    private static String end(String name) {
        return letters(name.substring(name.lastIndexOf(SERVER) + SERVER.length()));
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
        if (tool == null && name.indexOf(':') >= 0) {
            tool = spelled(name.substring(name.lastIndexOf(':') + 1));
        }
        if (tool == null) {
            tool = ends.get(letters(name));
        }
        return tool == null ? indexed(letters(name)) : tool;
    }

    /** The one tool of which this is Kimi's id, whose signs some clients replace: {@code functions_x_0}. */
    private Tool indexed(String id) {
        Tool found = null;
        int end = id.length();
        while (id.startsWith(FUNCTIONS) && end > FUNCTIONS.length()) {
            Tool tool = letters.get(id.substring(FUNCTIONS.length(), end));
            if (tool != null && found != null) {
                return null;
            }
            found = tool == null ? found : tool;
            end = Character.isDigit(id.charAt(end - 1)) ? end - 1 : 0;
        }
        return found;
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

    /** True when a tool's name, in some spelling, may start with this character. */
    boolean mayStart(char c) {
        return firsts.get(Character.toLowerCase(c));
    }

    /** True when a tool's name, in some spelling, may begin so. */
    boolean mayBegin(String word) {
        String spelling = letters(word);
        String next = all.ceiling(spelling);
        return next != null && next.startsWith(spelling);
    }

    /** The one tool whose name, and that of one of its parameters behind it, are this word; or null. */
    Tool before(String word) {
        Tool found = null;
        for (Tool tool : tools.tools()) {
            JsonNode properties =
                    tool.parameters() == null ? null : tool.parameters().node().get("properties");
            boolean fits = properties != null
                    && word.startsWith(tool.name())
                    && properties.has(word.substring(tool.name().length()));
            if (fits && found != null) {
                return null;
            }
            found = fits ? tool : found;
        }
        return found;
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
