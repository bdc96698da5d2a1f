package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.Fact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.report.Format;
import dev.backfill.report.InventoryTable;
import dev.backfill.run.Around;
import dev.backfill.run.CleanupView;
import dev.backfill.run.CleanupView.Fate;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Lease;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleanup deletes what it owns: whose each thing is, and what was typed about it. */
class CleanupTest {
  private static final String TARGET = "data-backfill-14";
  private static final DatasetName OTHERS = new DatasetName(TARGET, "telemetry_derived");

  @TempDir Path folder;
  private final Set<String> typed = new HashSet<>();
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws InvalidPlan {
    plan = plan("");
    cloud = new FakeCloud(plan);
  }

  private static Plan plan(String more) throws InvalidPlan {
    return PlanFile.read(
        """
        name: main-dedupe
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        schemas: gs://schemas/a.tar.gz
        finalize: { mode: overwrite, backup: true, by: self%s }
        """
            .formatted(more));
  }

  /** A dataset of another run, with a table and a bucket. */
  private void others() {
    var holder = new Holder("r0", "bob-desk", Optional.of(Instant.parse("2020-04-14T00:00:00Z")));
    cloud.datasets.add(OTHERS);
    cloud.labels.put(OTHERS.toString(), holder.labelsOfMade());
    cloud.tables.put(OTHERS.table("clients_daily_v6"), FakeCloud.spec("document_id"));
    cloud.holding(OTHERS.table("clients_daily_v6"), 77);
    cloud.buckets.add("data-backfill-14-r0");
    cloud.labels.put("data-backfill-14-r0", holder.labelsOfMade());
  }

  private void upTo(StageKind until) {
    typed.add("shared-prod:telemetry_stable.main_v4$20200414");
    assertThat(run("r1", null, until)).isEqualTo(Outcome.DONE);
  }

  @Test
  void theProjectsNameDeletesWhatTheRunMadeAndNothingElse() {
    others();
    upTo(StageKind.VERIFY);
    typed.add(TARGET);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).extracting(d -> d.name()).containsExactly(OTHERS);
    assertThat(cloud.tables).containsKey(OTHERS.table("clients_daily_v6"));
    assertThat(cloud.buckets).containsExactly("data-backfill-14-r0");
    assertThat(text())
        .contains(
            "verified gone",
            "Left: data-backfill-14:telemetry_derived: held by run r0 on bob-desk, since",
            "Left: gs://data-backfill-14-r0: held by run r0");
    var cleaned = cleaned();
    assertThat(cleaned.gone()).isEqualTo(cleaned.wanted()).isGreaterThan(6);
    assertThat(cleaned.items())
        .filteredOn(item -> item.group().equals(Optional.of(Group.OTHERS)))
        .hasSize(3)
        .allMatch(item -> item.fate() == Fate.STAYS);
    assertThat(InventoryTable.text(view()))
        .contains(
            "Made by this run:\n  dataset  data-backfill-14:backup_r1",
            "Everything else in the project:\n  dataset  data-backfill-14:telemetry_derived",
            "held by run r0 on bob-desk");
  }

  @Test
  void aDatasetThatMayNotBeLookedAtIsLeftAndTheRestGoes() {
    others();
    upTo(StageKind.VERIFY);
    cloud.closed = OTHERS;
    typed.add(TARGET);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).extracting(d -> d.name()).containsExactly(OTHERS);
    assertThat(text()).contains("telemetry_derived: it may not be looked at");
  }

  @Test
  void reportsShowTheGroupsAndTheProof() throws Exception {
    others();
    upTo(StageKind.VERIFY);
    typed.add(TARGET);
    run("r1", null, StageKind.REPORT);
    Format.writeAll(view(), folder.resolve("reports"));
    for (var form : List.of("report.html", "report.md")) {
      assertThat(Files.readString(folder.resolve("reports").resolve(form)))
          .as(form)
          .contains("Made by this run", "Everything else in the project", "Listed again at ")
          .contains(cleaned().gone() + " of " + cleaned().wanted() + " deleted items are gone")
          .contains(cleaned().digest());
    }
    assertThat(Files.readString(folder.resolve("reports/report.json")))
        .contains("\"inventory\"", "\"listed_again\"", cleaned().digest());
  }

  @Test
  void everythingGoesOnlyByThePhraseOfTheListThatWasSeen() {
    others();
    upTo(StageKind.VERIFY);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    var phrase = cleaned().phraseOfEverything();
    assertThat(phrase).isEqualTo("everything in data-backfill-14 " + cleaned().digest());
    assertThat(text()).contains("name: data-backfill-14\n", "name: " + phrase);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cleaned().phraseOfEverything()).as("nothing changed").isEqualTo(phrase);

    typed.add(phrase);
    cloud.holding(OTHERS.table("clients_daily_v6"), 78);
    assertThat(run("r1", null, StageKind.REPORT)).as("another list").isEqualTo(Outcome.REFUSED);
    assertThat(cloud.datasets(TARGET)).hasSizeGreaterThan(4);

    typed.add(cleaned().phraseOfEverything());
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).isEmpty();
    assertThat(cloud.buckets).isEmpty();
  }

  @Test
  void whatOthersMadeIsLeftWithoutAWordWhenNothingIsItsOwn() {
    others();
    assertThat(run("r1", StageKind.CLEANUP, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(text()).startsWith("Nothing of this run is left").contains("everything in");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("delete"));
    typed.add(TARGET);
    assertThat(run("r1", StageKind.CLEANUP, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).extracting(d -> d.name()).containsExactly(OTHERS);
  }

  @Test
  void aBucketIsTheTargetsOnlyWhenItsNumberSaysSo() {
    upTo(StageKind.VERIFY);
    cloud.buckets.addAll(List.of("schemas", "prod-data", "nobodys"));
    cloud.owners.put("prod-data", Optional.of(1L));
    cloud.owners.put("nobodys", Optional.empty());
    typed.add(TARGET);
    run("r1", null, StageKind.FINALIZE);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.buckets).containsExactlyInAnyOrder("schemas", "prod-data", "nobodys");
    assertThat(cleaned().phraseOfEverything()).as("none can be in any list").isEmpty();
    assertThat(text())
        .contains(
            "Left: gs://prod-data: it belongs to project number 1, and data-backfill-14 has the"
                + " number 14",
            "Left: gs://nobodys: whose it is is not known",
            "Left: gs://schemas: the plan takes its schemas from it");
  }

  @Test
  void withoutTheProjectsNumberNoBucketIsDeleted() {
    upTo(StageKind.VERIFY);
    cloud.projects = project -> Optional.empty();
    typed.add(TARGET);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).isEmpty();
    assertThat(cloud.buckets).containsExactly("data-backfill-14-r1");
    assertThat(text()).contains("gs://data-backfill-14-r1", "resourcemanager.projects.get");
  }

  @Test
  void aDatasetThatWasThereBeforeStaysAndTheRunsTablesInItDoNot() {
    var stable = plan.backfill(plan.documents().get(0)).name().datasetName();
    cloud.datasets.add(stable);
    upTo(StageKind.VERIFY);
    typed.add(TARGET);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).extracting(d -> d.name()).containsExactly(stable);
    assertThat(cloud.tables(stable)).isEmpty();
    assertThat(cloud.labels.get(stable.toString())).as("nobody holds it").isEmpty();
  }

  @Test
  void aDatasetWithAnyoneElsesTableStaysAndTheRunsTablesInItDoNot() {
    upTo(StageKind.VERIFY);
    var stable = plan.backfill(plan.documents().get(0)).name().datasetName();
    cloud.tables.put(stable.table("notes"), FakeCloud.spec("text"));
    typed.add(TARGET);
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.tables(stable)).containsExactly(stable.table("notes"));
    assertThat(text()).contains("telemetry_stable: it holds what this run did not make: notes");
    assertThat(Holder.of(cloud.labels.get(stable.toString()))).isEmpty();
  }

  @Test
  void backupsThatThePlanKeepsAreInNoList() throws InvalidPlan {
    plan = plan(", keep_backup: true");
    cloud = new FakeCloud(plan);
    others();
    upTo(StageKind.VERIFY);
    run("r1", null, StageKind.REPORT);
    typed.add(cleaned().phraseOfEverything());
    assertThat(run("r1", null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET))
        .extracting(d -> d.name())
        .containsExactly(plan.backups("r1"));
    assertThat(Holder.of(cloud.labels.get(plan.backups("r1").toString()))).isEmpty();
    assertThat(text()).contains("backup_r1: it is a backup, and the plan keeps backups");
  }

  @Test
  void whoTookOverCleansUpWhatItHolds() {
    typed.add("take over data-backfill-14 from r1");
    typed.add("empty data-backfill-14: 2 tables, 6 rows");
    upTo(StageKind.VALIDATE);
    assertThat(run("r2", null, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    typed.clear();
    typed.add(TARGET);
    assertThat(run("r1", StageKind.CLEANUP, StageKind.CLEANUP))
        .as("it would delete what is another's")
        .isEqualTo(Outcome.REFUSED);
    assertThat(run("r2", StageKind.CLEANUP, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).isEmpty();
    assertThat(cloud.buckets).as("the first run's own").containsExactly("data-backfill-14-r1");
    assertThat(run("r1", StageKind.CLEANUP, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(cloud.buckets).isEmpty();
  }

  @Test
  void cleansUpARunThatIsGivenUpWhereverItStands() {
    upTo(StageKind.STAGE);
    typed.add(TARGET);
    assertThat(run("r1", StageKind.CLEANUP, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET)).isEmpty();
    assertThat(cloud.done).noneMatch(act -> act.startsWith("submit") || act.startsWith("copy"));
  }

  @Test
  void doesNotDeleteWhatWasTakenOverWhileThePhraseWasTyped() {
    upTo(StageKind.VERIFY);
    var labels = new Holder("r9", "bob-desk", Optional.of(Instant.EPOCH)).labels();
    Operator slow =
        request -> {
          Lease.datasets(plan).forEach(name -> cloud.labels.put(name.toString(), labels));
          return Set.of(TARGET);
        };
    assertThat(run("r1", null, StageKind.REPORT, slow)).isEqualTo(Outcome.REFUSED);
    assertThat(text()).contains("held by run r9 on bob-desk");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("delete"));
  }

  @Test
  void readsTheInventoryOfAnEarlierVersion() {
    upTo(StageKind.VERIFY);
    try (var journal = Journal.open(folder.resolve("r1"))) {
      var at = Instant.EPOCH;
      var node = JsonNodeFactory.instance.objectNode();
      for (var table : List.of("p:d.gone", "p:e.left")) {
        node.withArray("/tables")
            .addObject()
            .put("name", table)
            .put("rows", 3)
            .put("modified", at.toString());
      }
      observe(journal, "inventory", node);
      var again = JsonNodeFactory.instance.objectNode();
      again.putArray("left").add("p:e");
      observe(journal, "listed-again", again);
    }
    assertThat(cleaned().items())
        .extracting(item -> item.name() + " " + item.fate())
        .containsExactly("p:d.gone GONE", "p:e.left LEFT");
  }

  private static void observe(Journal journal, String topic, JsonNode value) {
    journal.append(new Entry.Observed(Instant.EPOCH, StageKind.CLEANUP, Fact.read(topic, value)));
  }

  private Outcome run(String run, StageKind from, StageKind until) {
    return run(run, from, until, request -> typed);
  }

  private Outcome run(String run, StageKind from, StageKind until, Operator operator) {
    try (var journal = Journal.open(folder.resolve(run))) {
      return new Engine(
              run,
              plan,
              cloud.cloud(),
              journal,
              Around.in(folder).asking(new Choosing(operator)).on("ann-laptop").made())
          .run(from, until);
    }
  }

  /** Whatever is asked, the same was typed. */
  private record Choosing(Operator operator) implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      return operator.typed(request);
    }
  }

  private CleanupView cleaned() {
    return CleanupView.of(view());
  }

  private RunView view() {
    return RunView.of(Journal.read(folder.resolve("r1")));
  }

  private String text() {
    return view().stage(StageKind.CLEANUP).text();
  }
}
