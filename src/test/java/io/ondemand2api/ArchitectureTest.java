package io.ondemand2api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.core.JsonFactory;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ondemand2api.core.StrangersJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** The walls between the rooms: a second dialect must fit beside the first without a change in the middle. */
@AnalyzeClasses(packages = "io.ondemand2api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MAX_LINES = 250;
    private static final long MEDIAN_LINES_OF_CODE = 50;

    private static final String[] ROOMS = {
        "..ondemand2api.app..",
        "..ondemand2api.clients..",
        "..ondemand2api.cluster..",
        "..ondemand2api.completion..",
        "..ondemand2api.config..",
        "..ondemand2api.console..",
        "..ondemand2api.core..",
        "..ondemand2api.exchange..",
        "..ondemand2api.keys..",
        "..ondemand2api.media..",
        "..ondemand2api.messages..",
        "..ondemand2api.models..",
        "..ondemand2api.observation..",
        "..ondemand2api.openai..",
        "..ondemand2api.responses..",
        "..ondemand2api.server..",
        "..ondemand2api.sessions..",
        "..ondemand2api.simulator..",
        "..ondemand2api.upstream.."
    };

    private static DescribedPredicate<JavaClass> oursOutside(String... rooms) {
        return JavaClass.Predicates.resideInAPackage("io.ondemand2api..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(rooms)));
    }

    private static ArchRule uses(String room, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(oursOutside(others))
                .as(room + " uses nothing of ours but " + String.join(", ", others));
    }

    private static ArchRule only(String[] rooms, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static String[] rooms(String... names) {
        return names;
    }

    @ArchTest
    static final ArchRule ROOMS_DO_NOT_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("io.ondemand2api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_MIDDLE_STANDS_ALONE = uses("..core..", "..core..");

    @ArchTest
    static final ArchRule A_DIALECT_KNOWS_ONLY_THE_MIDDLE = uses("..openai", "..openai", "..core..");

    /** Responses are OpenAI's, too: its errors and common parameters are those of Chat Completions. */
    @ArchTest
    static final ArchRule RESPONSES_KNOW_THE_MIDDLE_AND_OPENAI =
            uses("..responses", "..responses", "..openai", "..core..");

    @ArchTest
    static final ArchRule MESSAGES_KNOWS_ONLY_THE_MIDDLE =
            uses("..ondemand2api.messages", "..ondemand2api.messages", "..core..");

    @ArchTest
    static final ArchRule KEYS_KNOW_ONLY_THE_MIDDLE = uses("..keys", "..keys", "..core..", "..config");

    @ArchTest
    static final ArchRule THE_UPSTREAMS_PROTOCOL_KNOWS_ONLY_THE_MIDDLE =
            uses("..upstream.protocol", "..upstream.protocol", "..core..");

    @ArchTest
    static final ArchRule THE_UPSTREAM_KNOWS_NO_COMPLETION =
            uses("..upstream..", "..upstream..", "..core..", "..exchange", "..keys", "..config", "..server.eventloop");

    @ArchTest
    static final ArchRule OBSERVATION_KNOWS_THE_MIDDLE_AND_KEYS =
            uses("..observation", "..observation", "..core..", "..keys");

    @ArchTest
    static final ArchRule THE_CONSOLE_KNOWS_NO_REQUEST_UNDER_WAY =
            uses("..console", "..console", "..core..", "..keys", "..models", "..observation", "..server");

    @ArchTest
    static final ArchRule WHAT_EXCHANGES_BEAR_KNOWS_NO_ROOM = uses("..exchange", "..exchange");

    @ArchTest
    static final ArchRule THE_SIMULATOR_STANDS_ALONE = uses("..simulator", "..simulator");

    @ArchTest
    static final ArchRule THE_SERVER_KNOWS_NO_DIALECT =
            uses("..server..", "..server..", "..core..", "..exchange", "..config", "..clients");

    @ArchTest
    static final ArchRule CLIENTS_KNOW_ONLY_THE_MIDDLE = uses("..clients", "..clients", "..core..", "..config");

    @ArchTest
    static final ArchRule THE_COMPLETION_KNOWS_NO_DIALECT = noClasses()
            .that()
            .resideInAPackage("..completion")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..openai..", "..responses..", "..ondemand2api.messages..");

    @ArchTest
    static final ArchRule PARSERS_REMEMBER_FEW_NAMES = noClasses()
            .that()
            .doNotBelongToAnyOf(StrangersJson.class)
            .should()
            .callMethod(JsonFactory.class, "builder")
            .because("StrangersJson bounds what a parser remembers of the names that strangers send");

    @ArchTest
    static final ArchRule ONLY_OBSERVATION_AND_ITS_WIRING_TOUCH_METRICS_AND_TRACES =
            only(rooms("..app", "..observation"), "io.micrometer..", "io.opentelemetry..");

    @ArchTest
    static final ArchRule THE_CLUSTER_KNOWS_ONLY_WHAT_IT_SHARES =
            uses("..cluster", "..clients", "..cluster", "..core..", "..config", "..keys", "..sessions");

    @ArchTest
    static final ArchRule ONLY_THE_CLUSTER_TOUCHES_REDIS = only(rooms("..cluster"), "io.lettuce..");

    @ArchTest
    static final ArchRule ONLY_CLIENTS_AND_THE_CLUSTER_TOUCH_BUCKETS =
            only(rooms("..clients", "..cluster"), "io.github.bucket4j..");

    @ArchTest
    static final ArchRule ONLY_THE_SERVER_TOUCHES_VERTX =
            only(rooms("..server", "..server.eventloop.."), "io.vertx..", "org.apache.camel.component.platform..");

    @ArchTest
    static final ArchRule INTERNALS_OF_VERTX_AND_NETTY_STAY_IN_ONE_ROOM =
            only(rooms("..server.eventloop.."), "io.netty..", "io.vertx..impl..");

    @ArchTest
    static final ArchRule TRANSLATION_KNOWS_NO_CAMEL = noClasses()
            .that()
            .resideInAnyPackage(
                    "..core..",
                    "..openai",
                    "..responses",
                    "..ondemand2api.messages",
                    "..upstream.protocol",
                    "..keys",
                    "..observation",
                    "..simulator")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_UPSTREAM_AND_MEDIA_KNOW_AN_HTTP_CLIENT =
            only(rooms("..upstream", "..upstream.transport", "..media", "..app"), "org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule EVERY_CLASS_HAS_A_ROOM = classes().should().resideInAnyPackage(ROOMS);

    /** A class of one idea fits a few screens. Lines of code are those that are neither blank nor a comment nor an import. */
    @ArchTest
    static void classesAreSmall(JavaClasses all) throws IOException {
        List<Path> files;
        try (Stream<Path> main = Files.walk(Path.of("src/main/java"))) {
            files = main.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
        List<Long> code = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            Assertions.assertThat(lines)
                    .as(file + " has at most " + MAX_LINES + " lines: cut it by its ideas")
                    .hasSizeLessThanOrEqualTo(MAX_LINES);
            code.add(lines.stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.matches("(//|/\\*|\\*|import |package ).*"))
                    .count());
        }

        Collections.sort(code);
        Assertions.assertThat(code.get(code.size() / 2))
                .as("half of all classes have this many lines of code at the most")
                .isLessThanOrEqualTo(MEDIAN_LINES_OF_CODE);
    }

    @ArchTest
    static void noTwoClassesHaveOneName(JavaClasses all) {
        Map<String, Long> names = all.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));

        Assertions.assertThat(names)
                .allSatisfy(
                        (name, count) -> Assertions.assertThat(count).as(name).isEqualTo(1));
    }
}
