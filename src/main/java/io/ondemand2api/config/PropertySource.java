package io.ondemand2api.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a property's value comes from: an environment variable, the file in the working directory, or the copy inside the
 * jar; under its own name or a former one.
 */
final class PropertySource {

    private static final Logger LOG = LoggerFactory.getLogger(PropertySource.class);

    /** How a property names the environment variable that it comes from. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Z0-9_]+)");

    /** A placeholder for an environment variable, with the default in it. */
    private static final Pattern SHIPPED_VARIABLE = Pattern.compile("\\{\\{env:[A-Z0-9_]+:?([^{}]*)}}");

    private final CamelContext context;
    private final Consumer<String> problems;
    private final Properties shipped = shipped();
    private final Set<String> formerNamesUsed = new LinkedHashSet<>();

    /** @param problems takes what is wrong, as one sentence */
    PropertySource(CamelContext context, Consumer<String> problems) {
        this.context = context;
        this.problems = problems;
    }

    private static Properties shipped() {
        Properties properties = new Properties();
        try (InputStream in = PropertySource.class.getResourceAsStream("/application.properties")) {
            if (in != null) {
                try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The application.properties inside the jar cannot be read: use a whole jar.");
        }
        return properties;
    }

    /**
     * The value without surrounding blanks, perhaps empty.
     *
     * @throws ConfigurationException when there is no such property
     */
    String text(String name) {
        String value = given(setName(name));
        if (value == null) {
            throw new ConfigurationException(name + " is missing: set it in application.properties.");
        }
        return context.resolvePropertyPlaceholders(value).strip();
    }

    private String given(String name) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(shipped.getProperty(name));
    }

    /** The name under which this property is set: its own, or a former one. */
    private String setName(String name) {
        for (String former : RenamedProperties.formerNames(name)) {
            String old =
                    context.getPropertiesComponent().resolveProperty(former).orElse(null);
            if (old == null) {
                continue;
            }
            if (!raw(name).equals(shipped.getProperty(name, ""))) {
                problems.accept(
                        former + " and " + name + " are both set, and are the same property: keep " + name + ".");
            } else if (formerNamesUsed.add(former)) {
                LOG.warn("{} is called {} now; the former name still works", former, name);
            }
            return former;
        }
        return name;
    }

    /** The property as the operator set it: with the environment variable that its value came from. */
    String named(String name) {
        String set = setName(name);
        String variable = variable(set);
        return variable == null ? set : set + " (from " + variable + ")";
    }

    private String variable(String name) {
        for (String variable : PropertyNames.variables(name)) {
            if (System.getenv(variable) != null) {
                return variable;
            }
        }
        Matcher variable = VARIABLE.matcher(raw(name));
        return variable.find() && System.getenv(variable.group(1)) != null ? variable.group(1) : null;
    }

    /** The value as it is written, with its placeholders. */
    private String raw(String name) {
        return context.getPropertiesComponent()
                .loadProperties(name::equals)
                .getProperty(name, shipped.getProperty(name, ""));
    }

    /** The names of all properties that are set in the working directory, or shipped. */
    Set<String> namesSet() {
        return context.getPropertiesComponent().loadProperties(name -> true).stringPropertyNames();
    }

    /** The names of all properties that there are. */
    Set<String> shippedNames() {
        return shipped.stringPropertyNames();
    }

    /** The environment variables that shipped properties name. */
    List<String> shippedVariables() {
        return shipped.stringPropertyNames().stream()
                .map(name -> VARIABLE.matcher(shipped.getProperty(name)))
                .filter(Matcher::find)
                .map(variable -> variable.group(1))
                .toList();
    }

    /** The shipped value, as if no environment variable were set. */
    String shippedDefault(String name) {
        String value = SHIPPED_VARIABLE
                .matcher(shipped.getProperty(name, ""))
                .replaceAll(placeholder -> Matcher.quoteReplacement(placeholder.group(1)));
        return context.resolvePropertyPlaceholders(value).strip();
    }

    /** All properties that start with this prefix, without it, in the order of their names. */
    Map<String, String> group(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        Properties all = new Properties();
        all.putAll(shipped);
        all.putAll(context.getPropertiesComponent().loadProperties(name -> name.startsWith(prefix)));
        all.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .forEach(name -> found.put(name.substring(prefix.length()), text(name)));
        return found;
    }
}
