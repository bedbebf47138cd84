package io.ondemand2api.app;

import io.ondemand2api.config.ConfigurationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.util.ObjectHelper;

/** Says in one sentence why the gateway did not start. */
final class StartupFault {

    /** How Camel's reader of YAML says what is wrong, and where. Of two places the last is where reading stopped. */
    private static final Pattern IN_ROUTE_FILE =
            Pattern.compile("(?s)(.*)\\s+in (?:file:|classpath:)?(\\S+), line (\\d+), column (\\d+).*");

    /** How Camel says that a component is not there. */
    private static final Pattern COMPONENT =
            Pattern.compile("(?:No component found with scheme|No endpoint could be found for): ([\\w.+-]+)");

    /** How Camel says that a name in an expression is none of a bean; that is no exception of its own. */
    private static final Pattern EXPRESSION =
            Pattern.compile("Cannot find expression or predicate in registry with ref: ([\\w.#-]*\\w)");

    private StartupFault() {}

    static String explain(Throwable fault) {
        Throwable cause = fault;
        String property = null;
        for (Throwable next : ObjectHelper.createExceptionIterable(fault)) {
            cause = next;
            if (next instanceof ConfigurationException) {
                return next.getMessage();
            }
            Matcher place = IN_ROUTE_FILE.matcher(String.valueOf(next.getMessage()));
            if (place.matches()) {
                return withOthers(
                        place.group(2),
                        inRouteFile(place.group(2), place.group(3), place.group(4), lastLine(place.group(1))));
            }
            String unknown = unknown(next);
            if (unknown != null) {
                return unknown;
            }
            if (next instanceof PropertyBindingException binding) {
                property = name(binding);
            }
        }
        String kamelet = KameletFault.explain(fault);
        if (kamelet != null) {
            return kamelet;
        }
        if (property != null) {
            return property + " cannot be used: mend its name or its value, or remove it.";
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : firstLine(cause.getMessage());
        return "The gateway could not start: " + why + ".";
    }

    /** Of the files that are no YAML all, and not only the first one. */
    private static String withOthers(String file, String fault) {
        List<String> others = RoutesFolder.find().syntaxFaults();
        return others.stream().anyMatch(other -> other.startsWith(file + " "))
                ? String.join(System.lineSeparator(), others)
                : Stream.concat(Stream.of(fault), others.stream()).collect(Collectors.joining(System.lineSeparator()));
    }

    /** What a route names and there is not; null when it is something else. */
    private static String unknown(Throwable fault) {
        Matcher component = COMPONENT.matcher(String.valueOf(fault.getMessage()));
        if (component.find()) {
            String scheme = component.group(1);
            return RoutePlace.of("uri", scheme) + "the component " + scheme + " is not there: put its jar (camel-"
                    + scheme + ", of the gateway's Camel), and those that it needs, into the folder lib/; with"
                    + " `camel run`, add --dep=camel:" + scheme + ".";
        }
        if (fault instanceof NoSuchLanguageException language) {
            return RoutePlace.of(Pattern.quote(language.getLanguage()), "") + "the language "
                    + language.getLanguage()
                    + " is not there: mend the name, or put the jar that brings it into the folder lib/.";
        }
        Matcher expression = EXPRESSION.matcher(String.valueOf(fault.getMessage()));
        if (expression.find()) {
            return unknownBean(expression.group(1));
        }
        return fault instanceof NoSuchBeanException bean && bean.getName() != null ? unknownBean(bean.getName()) : null;
    }

    private static String unknownBean(String name) {
        return RoutePlace.of("ref|expression", name) + "there is no step or bean " + name
                + ": mend the name; docs/routes.md and RouteSteps list those of the gateway.";
    }

    private static String name(PropertyBindingException binding) {
        String prefix = binding.getOptionPrefix();
        String name = binding.getOptionKey() == null ? binding.getPropertyName() : binding.getOptionKey();
        return prefix == null || name == null ? name : prefix.replaceAll("\\.$", "") + "." + name;
    }

    /** What is wrong in a file of routes, and where. */
    static String inRouteFile(Object file, Object line, Object column, String problem) {
        return file + " cannot be used, see line " + line + ", column " + column + ": " + firstLine(problem) + ".";
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("").strip().replaceAll("[.:]+$", "");
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
