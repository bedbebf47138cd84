package io.ondemand2api.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads typed values from {@code application.properties}. A file in the working directory wins line by line; what it
 * leaves out has the value of the copy inside the jar. A wrong value does not end the reading: the shipped value takes
 * its place, and {@link #mustBeRight()} reports all problems at once. Each names the property and the mend.
 */
public final class Settings {

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    /** How a property names the environment variable that it comes from. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Z0-9_]+)");

    /** A placeholder for an environment variable, with the default in it. */
    private static final Pattern SHIPPED_VARIABLE = Pattern.compile("\\{\\{env:[A-Z0-9_]+:?([^{}]*)}}");

    private final CamelContext context;
    private final Properties shipped = shipped();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> formerNamesUsed = new LinkedHashSet<>();

    /** @param context whose properties are read */
    public Settings(CamelContext context) {
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

    /**
     * The value without surrounding blanks, perhaps empty.
     *
     * @throws ConfigurationException when there is no such property
     */
    public String text(String name) {
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
                problem(former + " and " + name + " are both set, and are the same property: keep " + name + ".");
            } else if (formerNamesUsed.add(former)) {
                LOG.warn("{} is called {} now; the former name still works", former, name);
            }
            return former;
        }
        return name;
    }

    /** The property as the operator set it: with the environment variable that its value came from. */
    public String named(String name) {
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

    /** Looks for what is set but never read; each is a problem. */
    public void mustBeKnown() {
        PropertyNames names = new PropertyNames(shipped.stringPropertyNames(), this::problem);
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

    /** Notes what is wrong, as one sentence that names the property and the mend. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /** Notes the sentence when the condition does not hold. */
    public void require(boolean holds, Supplier<String> sentence) {
        if (!holds) {
            problem(sentence.get());
        }
    }

    /**
     * Reads what throws for itself.
     *
     * @return null when it threw; then its complaint is a problem
     */
    public <T> T collect(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConfigurationException wrong) {
            problem(wrong.getMessage());
            return null;
        }
    }

    /**
     * Ends a start whose settings have problems.
     *
     * @throws ConfigurationException with all of them, a line each
     */
    public void mustBeRight() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
    }

    /** A whole number within these bounds. */
    public int number(String name, int least, int most) {
        return read(name, value -> wholeNumber(value, least, most), "a whole number from " + least + " to " + most);
    }

    private static Integer wholeNumber(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            return number >= least && number <= most ? number : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** As {@link #number}, or this number when the value is {@code auto}. */
    public int numberOrAuto(String name, int least, int most, int auto) {
        return read(
                name,
                value -> value.equals("auto") ? Integer.valueOf(auto) : wholeNumber(value, least, most),
                "a whole number from " + least + " to " + most);
    }

    /** A time above zero. */
    public Duration duration(String name) {
        return duration(name, 1, "a time above zero");
    }

    /** As {@link #duration}, but {@code 0} is allowed. */
    public Duration durationOrNone(String name) {
        return duration(name, 0, "0 or a time");
    }

    private Duration duration(String name, long least, String wanted) {
        return read(name, value -> time(value, least), wanted + ", such as `500`, `15s` or `10m`");
    }

    private static Duration time(String value, long least) {
        try {
            long millis = TimeUtils.toMilliSeconds(value);
            return millis >= least ? Duration.ofMillis(millis) : null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException notATime) {
            return null;
        }
    }

    /** One of the values named. */
    public String choice(String name, String... values) {
        return read(
                name, value -> List.of(values).contains(value) ? value : null, "one of " + String.join(", ", values));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name) {
        return choice(name, "true", "false").equals("true");
    }

    private <T> T read(String name, Function<String, T> reading, String wanted) {
        String value = text(name);
        T read = reading.apply(value);
        if (read == null) {
            problem(named(name) + " must be " + wanted + ", not `" + value + "`.");
            read = reading.apply(
                    context.resolvePropertyPlaceholders(shippedDefault(name)).strip());
        }
        if (read == null) {
            mustBeRight();
        }
        return read;
    }

    /** The shipped value, as if no environment variable were set. */
    private String shippedDefault(String name) {
        return SHIPPED_VARIABLE
                .matcher(shipped.getProperty(name, ""))
                .replaceAll(placeholder -> Matcher.quoteReplacement(placeholder.group(1)));
    }

    /** A part of the whole that another property bounds must be shorter than that. */
    public void mustBeShorter(String part, String whole) {
        Duration shorter = time(text(part), 0);
        Duration longer = time(text(whole), 0);
        // what is no time is reported where it is read
        require(
                shorter == null || longer == null || shorter.compareTo(longer) < 0,
                () -> named(part) + " must be shorter than " + whole + ", since it is a part of it.");
    }

    /** As {@link #group}; none of them may be empty. */
    public Map<String, String> fullGroup(String prefix) {
        Map<String, String> found = group(prefix);
        found.forEach((name, value) ->
                require(!value.isEmpty(), () -> named(prefix + name) + " is empty: give it a value or remove it."));
        return found;
    }

    /** Comma-separated values, blanks around them removed; empty when the property is. */
    public List<String> list(String name) {
        String value = text(name);
        return value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    /** All properties that start with this prefix, without it, in the order of their names. */
    public Map<String, String> group(String prefix) {
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
