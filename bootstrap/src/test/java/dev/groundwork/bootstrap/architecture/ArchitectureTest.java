package dev.groundwork.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house keeps its rules, and each rule is seen to fail where somebody breaks it. */
class ArchitectureTest {
    private static final String HOUSE = "dev.groundwork";
    private static final String PLANTED = "dev.groundwork.planted";

    /** Every package of a ring that exists; a new feature enters here, so that a mistyped or emptied one is seen. */
    private static final Map<String, List<String>> FEATURES = new TreeMap<>(Map.of(
            "domain", List.of("access", "account", "audit", "flag", "project", "session", "setting", "task"),
            "application",
                    List.of("access", "account", "audit", "flag", "memory", "project", "session", "setting", "task"),
            "persistence", List.of("access", "account", "audit", "flag", "project", "session", "setting", "task"),
            "web", List.of("access", "account", "audit", "flag", "project", "session", "setting", "task")));

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages(HOUSE);

    private final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);

    @TestFactory
    Stream<DynamicTest> theHouseKeepsTheRule() {
        return new House(HOUSE)
                .rules().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(house)));
    }

    @TestFactory
    Stream<DynamicTest> aPlantedViolationIsCaughtBy() {
        return new House(PLANTED)
                .rules().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> assertCatches(rule.getValue())));
    }

    private void assertCatches(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("because")
                .hasMessageContaining(PLANTED)
                .hasMessageNotContaining("failed to check any classes");
    }

    @Test
    void everyFeatureIsWhereItIsSaidToBe() {
        FEATURES.forEach((ring, features) -> {
            String prefix = HOUSE + "." + ring + ".";
            List<String> found = house.stream()
                    .map(type -> type.getPackageName())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()).split("\\.", 2)[0])
                    .filter(name -> !name.equals("schema"))
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(found).as("features of " + ring).containsExactlyElementsOf(features);
        });
    }

    @Test
    void aRuleOverAnEmptyHouseDoesNotPass() {
        JavaClasses nothing = new ClassFileImporter().importPackages("dev.groundwrok");
        House mistyped = new House("dev.groundwrok");
        List<String> passing = mistyped.rules().entrySet().stream()
                .filter(rule -> passes(rule.getValue(), nothing))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(passing).isEmpty();
    }

    private static boolean passes(ArchRule rule, JavaClasses classes) {
        try {
            rule.check(classes);
            return true;
        } catch (AssertionError refusal) {
            return false;
        }
    }
}
