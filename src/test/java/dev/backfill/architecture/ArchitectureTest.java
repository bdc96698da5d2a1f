package dev.backfill.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and that each rule can fire. */
class ArchitectureTest {
  private static final String ROOT = "dev.backfill.";
  private static final String[] GOOGLE = {
    "com.google.cloud..", "com.google.api..", "org.apache.beam.."
  };
  private static final String[] WINDOW = {
    "javafx..", "org.controlsfx..", "atlantafx..", ROOT + "ui.."
  };

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.backfill");

  /** A rule, and a class of this package's fixtures that breaks it. */
  record Rule(String name, ArchRule rule) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "domain without clients",
            without(
                GOOGLE,
                "a plan, a check and a journal mean the same on every cloud",
                "plan",
                "stage",
                "confirm",
                "check",
                "journal",
                "run",
                "cloud",
                "report",
                "settings",
                "text",
                "decode",
                "ui",
                "cli")),
        new Rule(
            "no window outside ui",
            without(
                WINDOW,
                "everything but the window runs headless",
                "plan",
                "stage",
                "confirm",
                "check",
                "journal",
                "run",
                "cloud",
                "report",
                "settings",
                "text",
                "decode",
                "google",
                "pipeline",
                "sandbox")),
        new Rule(
            "values at the bottom",
            without(
                packages("cloud", "run", "journal", "report", "google", "sandbox", "cli", "ui"),
                "plans and confirmations are values, and checks are pure",
                "plan",
                "confirm",
                "stage",
                "check",
                "decode",
                "text")),
        new Rule(
            "engine below its readers",
            without(
                packages("report", "google", "sandbox", "cli", "ui"),
                "the engine knows its cloud by ports alone",
                "run",
                "journal",
                "stage",
                "confirm",
                "cloud")),
        new Rule(
            "sandbox stands alone",
            without(
                packages("run", "google", "ui", "cli", "report"),
                "the sandbox is a service of its own, driven over HTTP",
                "sandbox")),
        new Rule(
            "no circles in the sandbox",
            SlicesRuleDefinition.slices()
                .matching("dev.backfill..sandbox.(**)")
                .should()
                .beFreeOfCycles()
                .because("the SQL translator knows tables by their names and columns alone")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(Rule rule) {
    rule.rule().check(PRODUCT);
  }

  @Test
  void everyRuleCanFire() {
    var fixtures = new ClassFileImporter().importPackages("dev.backfill.architecture.broken");
    assertThat(rules())
        .allSatisfy(
            rule ->
                assertThat(rule.rule().evaluate(fixtures).hasViolation()).as(rule.name()).isTrue());
  }

  private static ArchRule without(String[] targets, String because, String... packages) {
    var sources =
        Stream.of(packages)
            .flatMap(
                p -> List.of(ROOT + p + "..", ROOT + "architecture.broken." + p + "..").stream())
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAnyPackage(sources)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(targets)
        .because(because)
        .allowEmptyShould(true);
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> ROOT + name + "..").toArray(String[]::new);
  }
}
