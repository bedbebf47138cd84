package io.ondemand2api.blackbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a query, as far as a dashboard needs them.
 *
 * @param metrics each metric with the labels that it is narrowed by
 * @param grouped the labels that results are grouped by
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> grouped) {

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)\\})?(?![a-zA-Z0-9_:(])");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");

    static PromQl parse(String query) {
        String rest = query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\[[^\\]]*\\]", "");
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",")) {
                grouped.add(label.strip());
            }
        }
        rest = grouping.replaceAll("");
        Map<String, Set<String>> metrics = new LinkedHashMap<>();
        // what is followed by a parenthesis is a function; braces belong to the name before them
        Matcher selector = SELECTOR.matcher(rest.replaceAll("[a-zA-Z_]+\\s*\\(", "("));
        while (selector.find()) {
            Set<String> labels = metrics.computeIfAbsent(selector.group(1), name -> new TreeSet<>());
            Matcher matcher = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        }
        return new PromQl(metrics, grouped);
    }
}
