package io.ondemand2api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the rooms: a second dialect must fit beside the first without a change in the middle. */
@AnalyzeClasses(packages = "io.ondemand2api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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

    @ArchTest
    static final ArchRule SCHEMAS_STAND_ALONE = uses("..schema", "..schema");

    @ArchTest
    static final ArchRule CONVERSATION_KNOWS_ONLY_SCHEMAS = uses("..conversation..", "..conversation..", "..schema");

    @ArchTest
    static final ArchRule THE_DIALECT_KNOWS_ONLY_THE_MIDDLE =
            uses("..openai", "..openai", "..conversation..", "..schema");

    @ArchTest
    static final ArchRule KEYS_KNOW_ONLY_THE_MIDDLE = uses("..keys", "..keys", "..conversation..");

    @ArchTest
    static final ArchRule THE_UPSTREAM_KNOWS_THE_MIDDLE_AND_KEYS =
            uses("..ondemand", "..ondemand", "..conversation..", "..keys");

    @ArchTest
    static final ArchRule OBSERVATION_KNOWS_THE_MIDDLE_AND_KEYS =
            uses("..observation", "..observation", "..conversation..", "..keys");

    @ArchTest
    static final ArchRule ONLY_OBSERVATION_AND_ITS_WIRING_TOUCH_METRICS_AND_TRACES = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway", "..observation")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.opentelemetry..");

    @ArchTest
    static final ArchRule THE_SIMULATOR_STANDS_ALONE = uses("..simulator", "..simulator");

    @ArchTest
    static final ArchRule THE_EDGE_KNOWS_THE_DIALECTS_ERRORS_AND_NOT_THE_GATEWAY =
            uses("..edge", "..edge", "..openai", "..conversation..");

    @ArchTest
    static final ArchRule ONLY_THE_EDGE_TOUCHES_VERTX = noClasses()
            .that()
            .resideOutsideOfPackage("..edge")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "org.apache.camel.component.platform..");

    @ArchTest
    static final ArchRule ONLY_GATEWAY_AND_EDGE_KNOW_CAMEL = noClasses()
            .that()
            .resideOutsideOfPackages("..gateway", "..edge")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_GATEWAY_KNOWS_THE_HTTP_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule EVERY_CLASS_HAS_A_ROOM = classes()
            .should()
            .resideInAnyPackage(
                    "..conversation..",
                    "..schema",
                    "..openai",
                    "..ondemand",
                    "..keys",
                    "..gateway",
                    "..edge",
                    "..observation",
                    "..simulator");
}
