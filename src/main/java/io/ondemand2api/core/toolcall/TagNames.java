package io.ondemand2api.core.toolcall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of tags and special tokens that some dialect knows, and the namespaces that vendors put before them. */
final class TagNames {

    private static final Set<String> ENDS = Set.of(
            "tool_call_end",
            "tool_calls_end",
            "tool_calls_section_end",
            "tool_call_section_end",
            "python_end",
            "eom_id",
            "eot_id",
            "im_end",
            "end_of_text",
            "end_of_turn",
            "end_of_sentence",
            "endoftext",
            "tool_call:end",
            "action_end",
            "end_action",
            "tools_suffix",
            "end_function_call",
            "call",
            "end",
            "return");

    /** What stands within calls, and tokens that neither start nor end one. */
    private static final Set<String> WITHIN = Set.of(
            "invoke",
            "parameter",
            "param",
            "arg_key",
            "arg_value",
            "tool_call_begin",
            "tool_call_argument_begin",
            "tool_sep",
            "s",
            "tool_call:begin",
            "tool_call:name",
            "tool_call:args",
            "action_start",
            "plugin",
            "channel",
            "constrain",
            "message",
            "start");

    private static final Set<String> NAMES = Stream.of(HermesDialect.MARKS, HermesDialect.PLAIN, ENDS, WITHIN)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> TOKENS_ONLY =
            Set.of("channel", "constrain", "message", "call", "calls", "start", "end", "return", "plugin");

    private static final List<String> NAMESPACES = List.of(
            "antml:",
            "tml:",
            "dsml|",
            "dsml:",
            "minimax:",
            "mm:",
            "seed:",
            "steptml:",
            "longcat:",
            "qwen:",
            "xai:",
            "ns:");

    private static final Set<String> BEGINNINGS = beginnings(false);
    private static final Set<String> TOKEN_BEGINNINGS = beginnings(true);

    private TagNames() {}

    /** True when some dialect knows this name. */
    static boolean known(String name, boolean token) {
        return NAMES.contains(name) && (token || !TOKENS_ONLY.contains(name));
    }

    /** True when a known name may begin so. */
    static boolean begins(String beginning, boolean token) {
        return (token ? TOKEN_BEGINNINGS : BEGINNINGS).contains(beginning);
    }

    /** True when the special token of this name ends something. */
    static boolean ends(String name) {
        return ENDS.contains(name);
    }

    /** The beginnings of all known names, with and without namespaces. */
    private static Set<String> beginnings(boolean token) {
        Set<String> all = new HashSet<>();
        List<String> namespaces = new ArrayList<>(NAMESPACES);
        namespaces.add("");
        for (String name : NAMES) {
            for (String namespace : namespaces) {
                String written = namespace + name + "|";
                int longest = token || !TOKENS_ONLY.contains(name) ? written.length() : 0;
                for (int end = 0; end <= longest; end++) {
                    all.add(written.substring(0, end));
                    if (token) {
                        all.add("/" + written.substring(0, end));
                    }
                }
            }
        }
        return Set.copyOf(all);
    }

    /** The name behind a vendor's namespace. */
    static String withoutNamespace(String name) {
        for (String namespace : NAMESPACES) {
            if (name.startsWith(namespace)) {
                return name.substring(namespace.length());
            }
        }
        return name;
    }
}
