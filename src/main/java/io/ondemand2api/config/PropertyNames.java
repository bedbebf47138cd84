package io.ondemand2api.config;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.StringHelper;

/**
 * Finds properties that are never read, most of them mistyped: a limit that was set and does not hold is worse than a
 * gateway that does not start.
 */
final class PropertyNames {

    private static final List<String> OURS = List.of("gateway.", "ondemand.", "keys.", "models.");
    /** What follows is the operator's own. */
    private static final List<String> NAMED_BY_OPERATOR = List.of("models.alias.", "models.callForm.");

    private final Set<String> known = new TreeSet<>();
    private final Consumer<String> problems;

    /**
     * @param known the properties that are documented, ours and others
     * @param problems takes a sentence for each that is not
     */
    PropertyNames(Collection<String> known, Consumer<String> problems) {
        this.problems = problems;
        known.stream().filter(PropertyNames::ours).forEach(this.known::add);
    }

    private static boolean ours(String name) {
        return OURS.stream().anyMatch(name::startsWith);
    }

    /** Each of these properties that is unknown under a prefix of ours is a problem. */
    void mustKnow(Collection<String> given) {
        for (String name : new TreeSet<>(given)) {
            if (ours(name)
                    && !known.contains(name)
                    && !RenamedProperties.former(name)
                    && NAMED_BY_OPERATOR.stream().noneMatch(name::startsWith)) {
                String nearest = Spelling.nearest(name, known, (name.length() - name.indexOf('.')) / 3);
                problems.accept(name + " is not a property of the gateway: "
                        + (nearest == null
                                ? "remove it, or name a property of your own routes with another prefix."
                                : "did you mean " + nearest + "?"));
            }
        }
    }

    /**
     * Environment variables are shared with others, such as Kubernetes, which makes some for a service that is named
     * as a prefix of ours; so only what is all but a variable of ours is taken for a mistake, and is a problem.
     */
    void mustKnowVariables(Collection<String> given, Collection<String> alsoKnown) {
        Set<String> variables = new TreeSet<>(alsoKnown);
        known.forEach(name -> variables.addAll(variables(name)));
        for (String name : new TreeSet<>(given)) {
            boolean ours = OURS.stream()
                    .anyMatch(prefix -> name.startsWith(variables(prefix).get(0)));
            if (ours
                    && !variables.contains(name)
                    && NAMED_BY_OPERATOR.stream()
                            .noneMatch(
                                    prefix -> name.startsWith(variables(prefix).get(0)))) {
                String nearest = Spelling.nearest(name, variables, 2);
                if (nearest != null) {
                    problems.accept(name + " is not a variable of the gateway: did you mean " + nearest + "?");
                }
            }
        }
    }

    /** The environment variables that win over this property. */
    static List<String> variables(String property) {
        return List.of(
                IOHelper.normalizeEnvironmentVariable(property),
                IOHelper.normalizeEnvironmentVariable(StringHelper.camelCaseToDash(property)));
    }
}
