package io.ondemand2api.core.toolcall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of tags and special tokens that some dialect knows, and what vendors put before and behind them. Underscores
 * do not matter: Markdown eats some on the way.
 */
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
            "function_call_end",
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
            "tool_usage_card",
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
            "start",
            "open");

    private static final Set<String> NAMES = Stream.of(HermesDialect.MARKS, HermesDialect.PLAIN, ENDS, WITHIN)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> TOKENS_ONLY =
            Set.of("channel", "constrain", "message", "call", "calls", "start", "end", "return", "plugin", "open");

    /** Without underscores. */
    private static final List<String> NAMESPACES = List.of(
            "antml:",
            "tml:",
            "atem:",
            "dsml|",
            "dsml:",
            "minimax:",
            "mm:",
            "seed:",
            "steptml:",
            "longcat:",
            "longcat",
            "zyphra",
            "qwen:",
            "xai:",
            "ns:");

    /** What Hunyuan's open models write behind each name. */
    private static final String SUFFIX = ":opensource";

    /** By their letters. */
    private static final Map<String, String> BY_LETTERS =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(TagNames::letters, Function.identity()));

    private static final Set<String> BEGINNINGS = beginnings(false);
    private static final Set<String> TOKEN_BEGINNINGS = beginnings(true);

    private TagNames() {}

    private static String letters(String name) {
        return name.replace("_", "");
    }

    /**
     * The known name that is written so.
     *
     * @param letters what stands in the tag, without underscores
     * @param token true when bars stand around it
     * @return null when there is none
     */
    static String known(String letters, boolean token) {
        String bare = letters.endsWith(SUFFIX) ? letters.substring(0, letters.length() - SUFFIX.length()) : letters;
        String name = BY_LETTERS.get(withoutNamespace(bare));
        return name == null || !token && TOKENS_ONLY.contains(name) ? null : name;
    }

    /** True when a known name may begin so, without underscores. */
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
            if (token || !TOKENS_ONLY.contains(name)) {
                for (String namespace : namespaces) {
                    addBeginnings(namespace + letters(name) + "|", token, all);
                }
                addBeginnings(letters(name) + SUFFIX, token, all);
            }
        }
        return Set.copyOf(all);
    }

    private static void addBeginnings(String written, boolean token, Set<String> all) {
        for (int end = 0; end <= written.length(); end++) {
            all.add(written.substring(0, end));
            if (token) {
                all.add("/" + written.substring(0, end));
            }
        }
    }

    private static String withoutNamespace(String name) {
        for (String namespace : NAMESPACES) {
            if (name.startsWith(namespace)) {
                return name.substring(namespace.length());
            }
        }
        return name;
    }
}
