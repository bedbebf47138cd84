package io.ondemand2api.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/**
 * Reads typed values from {@code application.properties}. A file in the working directory wins line by line; what it
 * leaves out has the value of the copy inside the jar. Every complaint names the property and the mend.
 */
final class Settings {

    /** How a property names the environment variable that it comes from. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Z0-9_]+)");

    private final CamelContext context;
    private final Properties shipped = shipped();

    Settings(CamelContext context) {
        this.context = context;
    }

    private static Properties shipped() {
        Properties properties = new Properties();
        try (InputStream in = Settings.class.getResourceAsStream("/application.properties")) {
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

    /** The value without surrounding blanks, perhaps empty. */
    String text(String name) {
        String value = context.getPropertiesComponent().resolveProperty(name).orElse(shipped.getProperty(name));
        if (value == null) {
            throw new ConfigurationException(name + " is missing: set it in application.properties.");
        }
        return context.resolvePropertyPlaceholders(value).strip();
    }

    /** The property as the operator set it: with the environment variable that its value came from. */
    String named(String name) {
        String variable = variable(name);
        return variable == null ? name : name + " (from " + variable + ")";
    }

    private String variable(String name) {
        for (String variable : PropertyNames.variables(name)) {
            if (System.getenv(variable) != null) {
                return variable;
            }
        }
        String raw = context.getPropertiesComponent()
                .loadProperties(name::equals)
                .getProperty(name, shipped.getProperty(name, ""));
        Matcher variable = VARIABLE.matcher(raw);
        return variable.find() && System.getenv(variable.group(1)) != null ? variable.group(1) : null;
    }

    /**
     * Looks for what is set but never read.
     *
     * @throws ConfigurationException when there is such a property
     */
    void mustBeKnown() {
        PropertyNames names = new PropertyNames(shipped.stringPropertyNames());
        names.mustKnow(
                context.getPropertiesComponent().loadProperties(name -> true).stringPropertyNames());
        names.mustKnow(System.getProperties().stringPropertyNames());
        List<String> variables = shipped.stringPropertyNames().stream()
                .map(name -> VARIABLE.matcher(shipped.getProperty(name)))
                .filter(Matcher::find)
                .map(variable -> variable.group(1))
                .toList();
        names.mustKnowVariables(System.getenv().keySet(), variables);
    }

    int number(String name, int least, int most) {
        String value = text(name);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new ConfigurationException(
                named(name) + " must be a whole number from " + least + " to " + most + ", not `" + value + "`.");
    }

    /** As {@link #number}, or this number when the value is {@code auto}. */
    int numberOrAuto(String name, int least, int most, int auto) {
        return text(name).equals("auto") ? auto : number(name, least, most);
    }

    Duration duration(String name) {
        return duration(name, 1, "a time above zero");
    }

    /** As {@link #duration}, but {@code 0} is allowed. */
    Duration durationOrNone(String name) {
        return duration(name, 0, "0 or a time");
    }

    private Duration duration(String name, long least, String wanted) {
        String value = text(name);
        try {
            long millis = TimeUtils.toMilliSeconds(value);
            if (millis >= least) {
                return Duration.ofMillis(millis);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException notATime) {
            // said below
        }
        throw new ConfigurationException(
                named(name) + " must be " + wanted + ", such as `500`, `15s` or `10m`, not `" + value + "`.");
    }

    /** One of the values named. */
    String choice(String name, String... values) {
        String value = text(name);
        if (!List.of(values).contains(value)) {
            throw new ConfigurationException(
                    named(name) + " must be one of " + String.join(", ", values) + ", not `" + value + "`.");
        }
        return value;
    }

    /** As {@link #group}; none of them may be empty. */
    Map<String, String> fullGroup(String prefix) {
        Map<String, String> found = group(prefix);
        found.forEach((name, value) -> {
            if (value.isEmpty()) {
                throw new ConfigurationException(named(prefix + name) + " is empty: give it a value or remove it.");
            }
        });
        return found;
    }

    /** Comma-separated values, blanks around them removed; empty when the property is. */
    List<String> list(String name) {
        String value = text(name);
        return value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
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
