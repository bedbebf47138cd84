package io.ondemand2api.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/**
 * Reads typed values from {@code application.properties}. A file in the working directory wins line by line; what it
 * leaves out has the value of the copy inside the jar. A wrong value does not end the reading: the shipped value takes
 * its place, and {@link #mustBeRight()} reports all problems at once. Each names the property and the mend.
 */
public final class Settings {

    private final PropertySource source;
    private final Set<String> problems = new LinkedHashSet<>();

    /** @param context whose properties are read */
    public Settings(CamelContext context) {
        this.source = new PropertySource(context, this::problem);
    }

    /**
     * The value without surrounding blanks, perhaps empty.
     *
     * @throws ConfigurationException when there is no such property
     */
    public String text(String name) {
        return source.text(name);
    }

    /** The property as the operator set it: with the environment variable that its value came from. */
    public String named(String name) {
        return source.named(name);
    }

    /** Looks for what is set but never read; each is a problem. */
    public void mustBeKnown() {
        PropertyNames names = new PropertyNames(source.shippedNames(), this::problem);
        names.mustKnow(source.namesSet());
        names.mustKnow(System.getProperties().stringPropertyNames());
        names.mustKnowVariables(System.getenv().keySet(), source.shippedVariables());
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
     * @return null when it threw; then its message is a problem
     */
    public <T> T collect(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConfigurationException wrong) {
            problem(wrong.getMessage());
            return null;
        }
    }

    /** True when something is wrong already. */
    public boolean hasProblems() {
        return !problems.isEmpty();
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
            read = reading.apply(source.shippedDefault(name));
        }
        if (read == null) {
            mustBeRight();
        }
        return read;
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
        return source.group(prefix);
    }
}
