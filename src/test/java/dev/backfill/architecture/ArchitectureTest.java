package dev.backfill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.backfill.stage.StageKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and that each rule can fire. */
class ArchitectureTest {
  private static final String BROKEN = "architecture.broken";

  /** What spends a confirmation, by place and name. */
  private static final Set<String> DESTROYING =
      Set.of(
          "google.BigQueryProductionWriter",
          "google.PartitionCopies",
          "google.TargetDeletion",
          "google.ObjectDeletion");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(Arrows.ROOT);

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
            "Google's clients in two packages",
            noClasses()
                .that(areOutside("google", "pipeline", "sandbox"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.cloud..", "com.google.api..", "org.apache.beam..")
                .because("a plan, a check and a journal mean the same on every cloud")),
        new Rule(
            "no toolkit outside ui",
            noClasses()
                .that(areOutside("ui", ""))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
                .because("everything but the window runs headless")),
        new Rule(
            "copies and deletions in the adapters that are named",
            noClasses()
                .that(describe("destroy nothing", one -> !DESTROYING.contains(named(one))))
                .and(areOutside("sandbox"))
                .should()
                .callMethodWhere(
                    describe(
                        "it deletes by one of Google's clients, or sets up a copy",
                        call -> destroys(call.getTargetOwner(), call.getName())))
                .because("what they spend was confirmed, and they look once more before they act")),
        new Rule(
            "stages name themselves",
            noClasses()
                .that(describe("are no stage's own", one -> !isOfAStage(one)))
                .should()
                .accessFieldWhere(
                    describe(
                        "it names a stage",
                        access ->
                            isNamed(access.getTargetOwner(), access.getTarget().getRawType())
                                && !access.getOriginOwner().equals(access.getTargetOwner())))
                .because("what others must know of a stage, it declares by its role")));
  }

  /**
   * A stage with what is its own, and the remedies that send back to one; a repair marks what none
   * tells of.
   */
  private static boolean isOfAStage(JavaClass one) {
    return named(one).matches("stages\\..*|run\\.BackTo|journal\\.JournalRepair");
  }

  private static boolean destroys(JavaClass client, String method) {
    var name = client.getName();
    return name.startsWith("com.google.")
        && (method.equals("delete")
            || name.endsWith("CopyJobConfiguration") && method.equals("newBuilder"));
  }

  /** A class's place and name, that of the class it is nested in. */
  private static String named(JavaClass one) {
    return place(one) + "." + one.getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", "");
  }

  private static boolean isNamed(JavaClass owner, JavaClass type) {
    return owner.isEquivalentTo(StageKind.class) && type.isEquivalentTo(StageKind.class);
  }

  static Stream<String> packages() {
    return Arrows.packages().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(Rule rule) {
    rule.rule().check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void knowsOnlyWhatIsNamed(String from) {
    arrows(from).check(PRODUCT);
  }

  @Test
  void everyPackageIsNamed() {
    var found = PRODUCT.stream().map(ArchitectureTest::place).collect(Collectors.toSet());
    assertThat(Arrows.packages()).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void noPackagesKnowEachOtherByWayOfOthers() {
    for (var from : Arrows.packages()) {
      assertThat(below(from)).as("what is below " + from).doesNotContain(from);
    }
  }

  @Test
  void everyRuleCanFire() {
    var fixtures = new ClassFileImporter().importPackages(Arrows.ROOT + "." + BROKEN);
    assertThat(rules())
        .allSatisfy(
            rule ->
                assertThat(rule.rule().evaluate(fixtures).hasViolation()).as(rule.name()).isTrue());
    for (var from : Set.of("decode", "landing", "run", "sandbox")) {
      assertThat(arrows(from).evaluate(fixtures).hasViolation()).as(from).isTrue();
    }
  }

  private static Set<String> below(String from) {
    var below = new TreeSet<String>();
    var open = new TreeSet<>(Arrows.of(from));
    while (!open.isEmpty()) {
      var next = open.pollFirst();
      if (below.add(next)) {
        open.addAll(Arrows.of(next));
      }
    }
    return below;
  }

  private static ArchRule arrows(String from) {
    var allowed = Arrows.of(from);
    return noClasses()
        .that(describe("are of '" + from + "'", one -> place(one).equals(from)))
        .should()
        .dependOnClassesThat(
            describe(
                "are of a package that it may not know",
                one -> {
                  var target = one.getBaseComponentType();
                  var to = place(target);
                  return isOurs(target) && !to.equals(from) && !allowed.contains(to);
                }))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> areOutside(String... packages) {
    var inside = Set.of(packages);
    return describe(
        "are outside of " + inside, one -> !inside.contains(place(one).replaceFirst("\\..*", "")));
  }

  private static boolean isOurs(JavaClass one) {
    return one.getPackageName().equals(Arrows.ROOT)
        || one.getPackageName().startsWith(Arrows.ROOT + ".");
  }

  /** A class's package without the root; a fixture counts as of the package that it stands for. */
  private static String place(JavaClass one) {
    return one.getPackageName()
        .replace(Arrows.ROOT + "." + BROKEN, Arrows.ROOT)
        .replaceFirst("^" + Arrows.ROOT + "\\.?", "");
  }
}
