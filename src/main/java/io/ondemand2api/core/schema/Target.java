package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a reference leads.
 *
 * @param node the schema there
 * @param resource what it is a part of
 * @param anchor the name by which it was referred to; null when it was not by one
 */
record Target(JsonNode node, Resource resource, String anchor) {

    private static final int MAX_DIGITS = 6;
    private static final int MAX_STEPS = 200;

    /** How often each character of a reference is looked at, or copied. */
    private static final int LOOKS = 8;

    /** @return null when it leads out of what is here, or nowhere */
    static Target of(String reference, Resource from, Map<String, Resource> resources, SchemaBudget budget) {
        budget.look(LOOKS * reference.length());
        int mark = reference.indexOf('#');
        String address = from.resolve(mark < 0 ? reference : reference.substring(0, mark), budget);
        String fragment = mark < 0 ? "" : decoded(reference.substring(mark + 1));
        Resource resource = address.equals(from.address()) ? from : resources.get(address);
        if (resource == null) {
            return null;
        }
        if (!fragment.isEmpty() && fragment.charAt(0) != '/') {
            JsonNode named = resource.anchors().get(fragment);
            return named == null ? null : new Target(named, resource, fragment);
        }
        JsonNode node = resource.root();
        String[] steps = fragment.split("/", MAX_STEPS);
        budget.spend(steps.length);
        for (int i = 1; i < steps.length; i++) {
            node = child(node, steps[i].replace("~1", "/").replace("~0", "~"));
        }
        return node.isMissingNode() ? null : new Target(node, resource, null);
    }

    private static JsonNode child(JsonNode node, String name) {
        return node.isArray() && isIndex(name) ? node.path(Integer.parseInt(name)) : node.path(name);
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty() && name.length() <= MAX_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String decoded(String fragment) {
        try {
            return fragment.indexOf('%') < 0
                    ? fragment
                    : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return fragment;
        }
    }

    /** The name under which another schema may stand in for it; null when none may. */
    String dynamicName(String keyword) {
        if (keyword.equals("$recursiveRef")) {
            return resource.dynamicAnchors().containsKey(SchemaDraft.RECURSIVE) ? SchemaDraft.RECURSIVE : null;
        }
        return anchor != null && resource.dynamicAnchors().containsKey(anchor) ? anchor : null;
    }
}
