package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.run.ByHand;
import dev.backfill.run.FakeCloud;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rows reach production by one concept, and are believed in one place. */
class LandingTest {
  private static final JavaClasses RUN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.backfill.run", "dev.backfill.landing", "dev.backfill.stages");

  private static Set<String> knowing(Class<?> one) {
    return RUN.get(one).getDirectDependenciesToSelf().stream()
        .map(arrow -> top(arrow.getOriginClass()).getSimpleName())
        .filter(name -> !name.equals(one.getSimpleName()))
        .collect(Collectors.toSet());
  }

  private static JavaClass top(JavaClass one) {
    return one.getEnclosingClass().map(LandingTest::top).orElse(one);
  }

  @Test
  void rowsAreProvedInOnePlace() {
    assertThat(knowing(Proof.class))
        .as("who lands, backs up and restores, and nobody else")
        .containsExactlyInAnyOrder(
            "Landing", "OverwriteLanding", "AppendLanding", "Backups", "PartitionRestore");
  }

  @Test
  void aCopyHasItsCommandFromOnePlace() {
    var callers =
        RUN.get(ByHand.class).getMethodCallsToSelf().stream()
            .filter(call -> call.getName().equals("copy"))
            .map(call -> top(call.getOriginOwner()).getSimpleName())
            .collect(Collectors.toSet());
    assertThat(callers).containsExactlyInAnyOrder("OverwriteLanding", "LandingPlan", "PlannedUndo");
  }

  @Test
  void whatLandsKnowsNoStage() {
    for (var one :
        Set.of(Landing.class, HandOver.class, TimeTravel.class, Packet.class, Undo.class)) {
      assertThat(reached(one)).as(one.getSimpleName()).doesNotContain("FinalizeStage");
    }
  }

  /** Everything that a class leads to. */
  private static Set<String> reached(Class<?> from) {
    var reached = new HashSet<String>();
    var open = new ArrayList<JavaClass>();
    open.add(RUN.get(from));
    while (!open.isEmpty()) {
      for (var arrow : open.remove(open.size() - 1).getDirectDependenciesFromSelf()) {
        var to = arrow.getTargetClass();
        if (RUN.contain(to.getName()) && reached.add(top(to).getSimpleName())) {
          open.add(to);
        }
      }
    }
    return reached;
  }

  @Test
  void isProvedAloneByWhatTheJobSaysAndThePartitionHolds() {
    var plan = Packets.plan();
    var cell = plan.cells().get(0);
    var cloud = Packets.cloud(plan);
    var landing = Landing.of(plan);
    var before = landing.look(cloud.cloud(), cell);
    var seen = new ArrayList<Object>();
    var job = "j1";
    cloud.holding(landing.to(cell).table().name(), Packets.ROWS);
    assertThat(prove(landing, cloud, new CopyDone(job, Packets.ROWS), seen))
        .isEqualTo(Packets.ROWS);
    assertThatThrownBy(() -> prove(landing, cloud, new CopyDone(job, Packets.ROWS + 96), seen))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.JOB_FAILED));
    assertThatThrownBy(() -> prove(landing, cloud, new CopyDone(job, Optional.empty()), seen))
        .as("what the service does not say proves nothing")
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.UNAVAILABLE));
    cloud.holding(landing.to(cell).table().name(), Packets.ROWS - 1);
    assertThatThrownBy(() -> prove(landing, cloud, new CopyDone(job, Packets.ROWS), seen))
        .hasMessageContaining("in place of the " + Packets.ROWS + " validated");
    assertThat(seen).as("noted whatever it proves").hasSize(4);
    assertThat(before)
        .isNotEqualTo(Fingerprints.take(cloud, landing.to(cell).table().name(), cell.day()));
  }

  /** What was there is still there: only both together prove that rows were added, and once. */
  @Test
  void rowsThatWereAddedAreProvedByWhatWasThereAndWhatTheJobSays() {
    var plan = Packets.plan();
    var cell = plan.cells().get(0);
    var cloud = Packets.cloud(plan);
    var landing = new AppendLanding(plan);
    var there = landing.look(cloud.cloud(), cell);
    var done = new CopyDone("j1", Packets.ROWS);
    for (var held : List.of(there.rows(), there.rows() + 2L * Packets.ROWS)) {
      cloud.holding(landing.to(cell).table().name(), (int) (long) held);
      assertThatThrownBy(() -> proveAdded(landing, cloud, done, Optional.of(there)))
          .as("not there, or there twice")
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.JOB_FAILED));
    }
    cloud.holding(landing.to(cell).table().name(), (int) there.rows() + Packets.ROWS);
    assertThat(proveAdded(landing, cloud, done, Optional.of(there))).isEqualTo(Packets.ROWS);
    assertThatThrownBy(() -> proveAdded(landing, cloud, done, Optional.empty()))
        .as("not known what was there: nothing is begun under another id")
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.leavesUnknown()).isTrue());
    assertThat(landing.command(cell, "j1", Optional.empty()))
        .contains("--job_id='j1' cp --append_table ", landing.to(cell).decorated());
  }

  private static long proveAdded(
      AppendLanding landing, FakeCloud cloud, CopyDone done, Optional<Fingerprint> before) {
    var cell = landing.plan.cells().get(0);
    return landing.prove(cloud.cloud(), cell, done, Packets.ROWS, before, after -> {});
  }

  private static long prove(
      Landing<?> landing, FakeCloud cloud, CopyDone done, java.util.List<Object> seen) {
    var cell = landing.plan.cells().get(0);
    return landing.prove(cloud.cloud(), cell, done, Packets.ROWS, Optional.empty(), seen::add);
  }
}
