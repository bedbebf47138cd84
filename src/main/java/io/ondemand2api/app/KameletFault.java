package io.ondemand2api.app;

import io.ondemand2api.config.ConfigurationException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.ObjectHelper;

/** Says what is wrong with a step of {@code kamelets/} as a route uses it, and where. */
final class KameletFault {

    private static final Pattern STEP = Pattern.compile("Failure creating route from template: ([\\w.-]+)");
    private static final Pattern NO_FILE = Pattern.compile("Resource not found: .*kamelets/.*");
    private static final Pattern NO_PARAMETER =
            Pattern.compile(".*mandatory parameters must be provided: (.*)", Pattern.DOTALL);

    /** What Camel itself adds to the parameters of a step. */
    private static final Set<String> CAMELS = Set.of(
            "templateId",
            "routeId",
            "location",
            "uuid",
            "parentRouteId",
            "parentProcessorId",
            "kameletId",
            "noErrorHandler",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "lazyStartProducer",
            "block",
            "timeout",
            "failIfNoConsumers");

    private KameletFault() {}

    /** Why a start has failed; null when it was no kamelet. */
    static String explain(Throwable fault) {
        String step = null;
        String root = null;
        for (Throwable next : ObjectHelper.createExceptionIterable(fault)) {
            String message = String.valueOf(next.getMessage());
            // from the cause at the bottom upwards
            root = root == null ? message : root;
            Matcher named = STEP.matcher(message);
            step = named.find() ? named.group(1) : step;
        }
        return step == null ? null : RoutePlace.of("name|uri", step) + sentence(step, root);
    }

    private static String sentence(String step, String root) {
        if (NO_FILE.matcher(root).matches()) {
            return "there is no step " + step + ": mend the name, or put " + step
                    + ".kamelet.yaml into the folder kamelets/.";
        }
        Matcher missing = NO_PARAMETER.matcher(root);
        return missing.matches()
                ? "the step " + step + " needs the parameter "
                        + missing.group(1).strip() + ": add it."
                : "the step " + step + " cannot be used: " + root.strip() + ".";
    }

    /**
     * Camel takes any parameter, and leaves it out when the step has none of that name.
     *
     * @throws ConfigurationException when a route gives a step one that it does not have
     */
    static void checkParameters(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        String faults = context.getEndpoints().stream()
                .filter(KameletEndpoint.class::isInstance)
                .map(KameletEndpoint.class::cast)
                .map(step -> faults(step, model.getRouteTemplateDefinition(step.getTemplateId())))
                .filter(fault -> !fault.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(System.lineSeparator()));
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    private static String faults(KameletEndpoint endpoint, RouteTemplateDefinition step) {
        if (step == null) {
            return "";
        }
        List<RouteTemplateParameterDefinition> parameters =
                step.getTemplateParameters() == null ? List.of() : step.getTemplateParameters();
        Set<String> known = parameters.stream()
                .map(RouteTemplateParameterDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Stream<String> unknown = endpoint.getKameletProperties().keySet().stream()
                .filter(name -> !known.contains(name) && !CAMELS.contains(name))
                .sorted()
                .map(name -> RoutePlace.of(Pattern.quote(name), "") + "the step " + endpoint.getTemplateId()
                        + " has no parameter " + name + ": it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
        return unknown.collect(Collectors.joining(System.lineSeparator()));
    }
}
