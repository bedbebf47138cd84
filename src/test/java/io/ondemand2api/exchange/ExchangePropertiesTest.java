package io.ondemand2api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All exchange properties stand in two lists: {@link RouteProperties} and {@link StepProperty}. */
class ExchangePropertiesTest {

    private static final Path MAIN = Path.of("src/main/java");

    /** The first argument of a call that names a property by a string. */
    private static final Pattern NAMED = Pattern.compile("xchange\\s*\\.(?:get|set|remove)Property\\(\\s*([^,)]+)");

    /** Constants of the list, and Camel's own. */
    private static final Pattern LISTED = Pattern.compile("RouteProperties\\.[A-Z_]+|Exchange\\.[A-Z_]+");

    private static List<String> routeProperties() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : RouteProperties.class.getFields()) {
            names.add((String) field.get(null));
        }
        return names;
    }

    private static List<String> stepProperties() {
        return Arrays.stream(StepProperty.values()).map(StepProperty::property).toList();
    }

    @Test
    void noNameStandsInBothLists() throws IllegalAccessException {
        assertThat(routeProperties()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(stepProperties());
        assertThat(stepProperties()).doesNotHaveDuplicates();
    }

    @Test
    void noClassNamesAPropertyOfItsOwn() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (file.getParent().endsWith("exchange") || file.endsWith("RouteSettings.java")) {
                    // these read what the lists name, by its name
                    continue;
                }
                Matcher named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    if (!LISTED.matcher(named.group(1)).matches()) {
                        found.add(file.getFileName() + ": " + named.group(1));
                    }
                }
            }
        }
        // the line of usage goes through a list of route properties
        assertThat(found).containsExactly("RouteContract.java: name");
    }

    @Test
    void theDocumentNamesAllOfThem() throws Exception {
        String design = Files.readString(Path.of("docs/design.md"));
        String routes = Files.readString(Path.of("docs/routes.md"));

        assertThat(stepProperties()).allSatisfy(name -> assertThat(design).contains("`" + name + "`"));
        Set<String> parameters = routeProperties().stream()
                .filter(name -> name.startsWith("refuse") || name.startsWith("transform"))
                .collect(Collectors.toSet());
        assertThat(routeProperties())
                .filteredOn(name -> !parameters.contains(name))
                .allSatisfy(name -> assertThat(routes).contains("`" + name + "`"));
    }
}
