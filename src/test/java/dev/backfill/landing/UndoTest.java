package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.report.Format;
import dev.backfill.run.Around;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows an undo: of whole runs and of half ones, again and again. */
class UndoTest {
  private static final Operator DECLINES = request -> Set.of();

  @TempDir Path folder;
  private final Set<String> asked = new TreeSet<>();
  private final Operator agrees =
      request -> {
        asked.addAll(request.phrases());
        return Set.of(request.phrase());
      };
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws InvalidPlan {
    plan("telemetry/main/4, telemetry/core/10");
  }

  private void plan(String documents) throws InvalidPlan {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ %s ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """
                .formatted(documents));
    cloud = new FakeCloud(plan).keepingTime();
  }

  @Test
  void isNotDoneAfterwards() {
    copiedAndUndone();
    assertThat(production()).containsOnly(1L);
    for (var kind : List.of(StageKind.FINALIZE, StageKind.VERIFY)) {
      assertThat(view().stage(kind).state()).isEqualTo(State.UNDONE);
    }
    assertThat(view().stage(StageKind.FINALIZE).text())
        .isEqualTo("4 of 4 partitions hold what they held before the copy");
    assertThat(view().stage(StageKind.FINALIZE).lines())
        .filteredOn(line -> line.step().subject().startsWith("shared-prod:"))
        .hasSize(4)
        .allMatch(line -> line.state() == State.UNDONE);
    assertThat(view().stage(StageKind.VERIFY).lines())
        .hasSize(4)
        .allMatch(line -> line.state() == State.UNDONE);
    assertThat(view().closed()).isEmpty();
  }

  @Test
  void isReportedAsUndone() {
    run(agrees, null, StageKind.VERIFY);
    assertThat(Format.JSON.write(view()))
        .contains("\"state\" : \"COPIED\"")
        .doesNotContain("\"counts_after\" : [ ]");
    undo(agrees);
    end();
    var json = Format.JSON.write(view());
    assertThat(json)
        .contains("\"outcome\" : \"undone\"", "\"counts_after\" : [ ]")
        .contains("\"state\" : \"RESTORED\"")
        .doesNotContain("\"state\" : \"COPIED\"");
    var said = "4 partitions undone, and as before the copy";
    assertThat(Format.MD.write(view()))
        .contains("- Production: " + said, ", undone\n", "**verify**: UNDONE")
        .doesNotContain("n_stable after");
    assertThat(Format.HTML.write(view())).contains(said);
  }

  @Test
  void copiesAgainWhatIsStillTheSameAfterAskingAgain() {
    copiedAndUndone();
    asked.clear();
    assertThat(run(DECLINES, null)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("Not confirmed");
    assertThat(production()).containsOnly(1L);
    assertThat(run(agrees, null)).isEqualTo(Outcome.DONE);
    assertThat(asked).hasSize(5).contains("shared-prod:telemetry_stable.main_v4$20200414");
    assertThat(production()).containsOnly(3L);
    assertThat(view().stages()).extracting(StageView::state).containsOnly(State.DONE);
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("done");
  }

  @Test
  void copiesAgainAfterAnUndoOfAnOlderConsole() throws Exception {
    copiedAndUndone();
    var file = folder.resolve("journal.jsonl");
    var lines = Files.readAllLines(file);
    // It noted what an undo left as what the backup is of, and nothing else.
    assertThat(lines.removeIf(line -> line.contains("\"topic\":\"restored\""))).isTrue();
    Files.write(file, lines);
    assertThat(view().production().isUndone()).isTrue();
    assertThat(run(agrees, null)).isEqualTo(Outcome.DONE);
    assertThat(view().all(StageKind.VALIDATE, CountFact.Counted.class)).hasSize(4);
    assertThat(production()).containsOnly(3L);
  }

  @Test
  void isUndoneAndCopiedAsOftenAsWanted() {
    copiedAndUndone();
    for (var i = 0; i < 3; i++) {
      assertThat(run(agrees, null, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
      assertThat(production()).containsOnly(3L);
      assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
      assertThat(production()).containsOnly(1L);
    }
    assertThat(cloud.done).filteredOn(act -> act.startsWith("back up")).hasSize(4);
    assertThat(view().all(StageKind.VALIDATE, CountFact.Counted.class)).hasSize(4);
  }

  @Test
  void isRefusedWhereNothingIsLeftToUndo() {
    copiedAndUndone();
    assertThat(undo(agrees)).isEqualTo(Outcome.REFUSED);
    assertThat(undone()).contains("holds what it held before", "nothing left to undo");
    assertThat(undo(agrees)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.UNDONE);
  }

  @Test
  void refusesToCopyAgainWhatOthersChangedSince() {
    copiedAndUndone();
    cloud.writtenByOthers(plan.stable(plan.documents().get(0)), 2);
    assertThat(run(agrees, null)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("rows: 1 when it", "2 now");
    assertThat(run(agrees, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(3L);
  }

  @Test
  void refusesToCopyAgainAnotherBackfillThanWasValidated() {
    copiedAndUndone();
    var backfill = plan.backfill(plan.documents().get(0)).name();
    cloud.changes.merge(backfill, 1, Integer::sum);
    assertThat(run(agrees, null)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("main_v4", "modified");
    assertThat(production()).containsOnly(1L);
  }

  @Test
  void cleansUpWithoutCopyingEvenAfterACopyWasRefused() {
    copiedAndUndone();
    run(DECLINES, null);
    asked.clear();
    assertThat(run(agrees, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(asked).containsExactly("data-backfill-14");
    assertThat(production()).containsOnly(1L);
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("undone");
    assertThat(run(agrees, null)).as("it is over").isEqualTo(Outcome.REFUSED);
    assertThat(Engine.over(view())).get().asString().contains("undone", "Begin another run");
  }

  @Test
  void goesOnWithACleanupThatWasBegunAfterIt() {
    copiedAndUndone();
    cloud.before =
        () -> {
          throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
        };
    assertThat(run(agrees, StageKind.CLEANUP)).isEqualTo(Outcome.UNKNOWN);
    cloud.before = () -> {};
    asked.clear();
    assertThat(run(agrees, null)).isEqualTo(Outcome.DONE);
    assertThat(asked).containsExactly("data-backfill-14");
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("undone");
  }

  @Test
  void cleansUpWhenItWasNeverVerified() {
    run(agrees, null, StageKind.FINALIZE);
    undo(agrees);
    assertThat(run(agrees, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(view().stage(StageKind.VERIFY).state()).isEqualTo(State.SKIPPED);
  }

  @Test
  void endsTheRunAndCanCleanUpLater() {
    run(agrees, null, StageKind.VERIFY);
    assertThat(end()).isInstanceOf(StepResult.Refused.class);
    assertThat(view().closed()).isEmpty();
    undo(agrees);
    assertThat(end().text()).contains("left in data-backfill-14", "cleaned up");
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("undone");
    assertThat(end().text()).contains("closed already");
    assertThat(run(agrees, null)).isEqualTo(Outcome.REFUSED);
    assertThat(production()).containsOnly(1L);
    assertThat(run(agrees, StageKind.CLEANUP)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(plan.targetProject())).isEmpty();
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("undone");
  }

  @Test
  void saysThatTheBackupIsGoneWithTheCleanup() {
    run(agrees, null);
    assertThat(undo(agrees)).isEqualTo(Outcome.REFUSED);
    assertThat(undone())
        .contains(
            "The backup of shared-prod:telemetry_stable.main_v4$20200414 is gone",
            "restored for 7 days",
            "Time travel keeps its former rows until");
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.DONE);
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("done");
  }

  @Test
  void reopensNothingButSaysSoWhenTheBackupWasKept() throws InvalidPlan {
    plan =
        PlanFile.read(
            PlanFile.write(plan).replace("backup: true", "backup: true\n  keep_backup: true"));
    run(agrees, null);
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(view().closed()).map(Entry.Closed::outcome).contains("undone");
    assertThat(run(agrees, null)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void goesOnFromHalfAnUndo() {
    run(agrees, null, StageKind.VERIFY);
    var main = "restore shared-prod:telemetry_stable.main_v4$20200414";
    cloud.afterCopy =
        what -> {
          if (what.equals(main)) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(undo(agrees)).isEqualTo(Outcome.UNKNOWN);
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.UNKNOWN);
    assertThat(view().stage(StageKind.VERIFY).state()).isEqualTo(State.UNDONE);
    assertThat(end()).isInstanceOf(StepResult.Refused.class);
    cloud.afterCopy = what -> {};
    var restored = cloud.done.stream().filter(act -> act.startsWith("restore")).toList();
    asked.clear();
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    restored.forEach(act -> assertThat(asked).doesNotContain(act.replace("restore", "undo")));
    assertThat(production()).containsOnly(1L);
    assertThat(cloud.done).doesNotHaveDuplicates();
  }

  @Test
  void refusesToGoOnWhileAnUndoHasNotEnded() {
    run(agrees, null, StageKind.VERIFY);
    cloud.before =
        () -> {
          throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
        };
    assertThat(undo(agrees)).isEqualTo(Outcome.UNKNOWN);
    cloud.before = () -> {};
    assertThat(run(agrees, null)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("has not finished", "Undo again");
    assertThat(cloud.datasets(plan.targetProject())).isNotEmpty();
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(1L);
  }

  @Test
  void takesBackACopyOfOtherRowsThanWereValidated() {
    cloud.afterCopy =
        what -> {
          if (what.startsWith("copy")) {
            cloud.copies.replaceAll((job, done) -> new CopyDone(job, 99));
          }
        };
    assertThat(run(agrees, null)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.FINALIZE).text())
        .contains("received 99 rows in place of the 3 validated", "Undo it");
    cloud.afterCopy = what -> {};
    assertThat(run(agrees, null)).as("nothing is copied over it").isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("are not proved", "Undo it");
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(1L);
    assertThat(run(agrees, null)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(3L);
  }

  @Test
  void takesBackACopyOfUntoldRows() {
    cloud.afterCopy =
        what -> {
          if (what.startsWith("copy")) {
            cloud.copies.replaceAll((job, done) -> new CopyDone(job, Optional.empty()));
          }
        };
    assertThat(run(agrees, null)).isEqualTo(Outcome.UNKNOWN);
    assertThat(run(agrees, null)).isEqualTo(Outcome.UNKNOWN);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("does not say how many rows");
    cloud.afterCopy = what -> {};
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(1L);
  }

  @Test
  void provesWhatItPutBackAndTheBackups() {
    cloud.afterCopy =
        what -> {
          if (what.startsWith("back up")) {
            cloud.copies.replaceAll((job, done) -> new CopyDone(job, 99));
          }
        };
    assertThat(run(agrees, null)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("99 rows in place of the 1 of");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
    cloud.afterCopy = what -> {};
    run(agrees, null, StageKind.VERIFY);
    cloud.afterCopy = what -> cloud.copies.replaceAll((job, done) -> new CopyDone(job, 99));
    assertThat(undo(agrees)).isEqualTo(Outcome.FAILED);
    assertThat(undone()).contains("99 rows in place of the 1 of its backup", "undo again");
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.FAILED);
    cloud.afterCopy = what -> {};
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(1L);
  }

  @Test
  void tellsOfRowsOfOthersThatGo() {
    run(agrees, null, StageKind.VERIFY);
    cloud.writtenByOthers(plan.stable(plan.documents().get(0)), 7);
    assertThat(undo(DECLINES)).isEqualTo(Outcome.REFUSED);
    assertThat(undone())
        .contains("main_v4$20200414 was written by someone else since the copy, and holds 7 rows")
        .doesNotContain("core_v10$20200414 was written");
  }

  @Test
  void tellsWhatWasDoneBefore() {
    assertThat(run(agrees, null, StageKind.MIRROR)).isEqualTo(Outcome.DONE);
    assertThat(DoneSoFar.of(view()).get(0)).isEqualTo("production: not changed");
    run(DECLINES, null);
    assertThat(DoneSoFar.of(view()))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("data-backfill-14: ")
        .contains("4 cells staged; decoded by job backfill-r1-1", "4 partitions backed up");
    assertThat(DoneSoFar.production(view())).isEqualTo("not changed");
    Operator copies =
        request -> request.phrase().startsWith("shared") ? request.phrases() : Set.of();
    assertThat(run(copies, null)).isEqualTo(Outcome.REFUSED);
    assertThat(DoneSoFar.production(view()))
        .isEqualTo("4 partitions overwritten (backups in data-backfill-14:backup_r1)");
    undo(agrees);
    assertThat(DoneSoFar.production(view()))
        .isEqualTo("4 partitions undone, and as before the copy");
    run(agrees, null);
    assertThat(DoneSoFar.of(view()))
        .containsSequence("production: 4 partitions overwritten (backups deleted by the cleanup)")
        .last()
        .asString()
        .endsWith("deleted by the cleanup");
  }

  @Test
  void handsOverAnotherPacketAfterIt() throws Exception {
    plan = PlanFile.read(PlanFile.write(plan).replace("by: self", "by: hand-over"));
    assertThat(run(agrees, null)).isEqualTo(Outcome.STOPPED);
    var packet = packet();
    new PacketExecution(packet, cloud.cloud(), agrees, Clock.systemUTC())
        .run(dev.backfill.cloud.Progress.SILENT);
    assertThat(run(executed(packet.digest()), null, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
    assertThat(run(executed(packet.digest()), null))
        .as("the old word does not count")
        .isEqualTo(Outcome.STOPPED);
    assertThat(packet().digest()).isNotEqualTo(packet.digest());
    assertThat(packet().items())
        .extracting(Packet.Item::job)
        .noneMatch(job -> packet.items().stream().anyMatch(item -> item.job().equals(job)));
  }

  private Operator executed(String digest) {
    return new Operator() {
      @Override
      public Set<String> typed(dev.backfill.confirm.ConfirmationRequest<?> request) {
        return agrees.typed(request);
      }

      @Override
      public Set<String> executed() {
        return Set.of(digest);
      }
    };
  }

  private Packet packet() throws Exception {
    var file =
        view().newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow().file();
    return Packet.read(Path.of(file));
  }

  @Test
  @Tag("long")
  void survivesAKillBeforeAndAfterEachOfItsEntries() throws Exception {
    // Each point takes a whole run, and each entry of it is forced to the disk: two cells do.
    plan("telemetry/main/4");
    copiedAndUndone();
    var all = Journal.read(folder).size();
    var begun = begun();
    assertThat(all - begun).as("begun, agreed, two undone, ended").isEqualTo(3 + 2 * 4);
    for (var before : List.of(true, false)) {
      for (var n = begun + 1; n <= all; n++) {
        var where = folder.resolve((before ? "before-" : "after-") + n);
        cloud = new FakeCloud(plan).keepingTime();
        in(where, engine -> engine.run(null, StageKind.VERIFY));
        kill(where, before, n);
        asked.clear();
        var restored = restored();
        var again = in(where, Engine::undo);
        var name = where.getFileName().toString();
        assertThat(production()).as(name).containsOnly(1L);
        assertThat(again).as(name).isIn(Outcome.DONE, Outcome.REFUSED);
        assertThat(asked).as(name).noneMatch(restored::contains);
        assertThat(cloud.done).as(name).doesNotHaveDuplicates();
        assertThat(view(where).production().isUndone()).as(name).isTrue();
        assertThat(view(where).stage(StageKind.FINALIZE).state()).isEqualTo(State.UNDONE);
        assertThat(in(where, engine -> engine.resume(StageKind.REPORT)))
            .as(name)
            .isEqualTo(Outcome.DONE);
        assertThat(production()).as(name).containsOnly(3L);
      }
    }
  }

  @Test
  @Tag("long")
  void survivesAKillWhereThereWasNothingToBackUp() throws Exception {
    plan("telemetry/main/4");
    var stable = plan.stable(plan.documents().get(0)).name();
    cloud.holding(stable, 0);
    copiedAndUndone();
    var all = Journal.read(folder).size();
    for (var n = begun() + 1; n <= all; n++) {
      var where = folder.resolve("empty-" + n);
      cloud = new FakeCloud(plan).keepingTime().holding(stable, 0);
      in(where, engine -> engine.run(null, StageKind.VERIFY));
      kill(where, true, n);
      in(where, Engine::undo);
      assertThat(production()).as(where.toString()).containsOnly(0L);
      assertThat(view(where).production().isUndone()).as(where.toString()).isTrue();
      assertThat(cloud.done).as(where.toString()).doesNotHaveDuplicates();
    }
  }

  @Test
  void cleansUpOnlyWhatNoUndoIsUnderWayFor() throws Exception {
    // Each point takes a whole run, and each entry of it is forced to the disk: two cells do.
    plan("telemetry/main/4");
    copiedAndUndone();
    var all = Journal.read(folder).size();
    for (var n = begun() + 1; n <= all; n++) {
      var where = folder.resolve("resumed-" + n);
      cloud = new FakeCloud(plan).keepingTime();
      in(where, engine -> engine.run(null, StageKind.VERIFY));
      kill(where, true, n);
      var touched = cloud.done.stream().anyMatch(act -> act.startsWith("restore"));
      in(where, engine -> engine.resume(StageKind.REPORT));
      // Either production is what was validated, or the backup is still there.
      var copied = production().stream().allMatch(rows -> rows == 3);
      var cleaned = cloud.done.contains("delete data-backfill-14");
      assertThat(!cleaned || copied).as(where + ", touched: " + touched).isTrue();
    }
  }

  /** Undoes with a console that dies before an entry is written, or right after. */
  private void kill(Path where, boolean before, int number) {
    new MortalConsole(plan, cloud, agrees).dies(where, before, number, Engine::undo);
  }

  private int begun() {
    var entries = Journal.read(folder);
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Started started
          && started.step().subject().equals("undo")) {
        return i;
      }
    }
    throw new AssertionError("no undo");
  }

  /** The phrases of what was put back already, which nobody must be asked about again. */
  private Set<String> restored() {
    var phrases = new TreeSet<String>();
    for (var act : cloud.done) {
      if (act.startsWith("restore ")) {
        phrases.add(act.replace("restore ", "undo "));
      }
    }
    return phrases;
  }

  private void copiedAndUndone() {
    assertThat(run(agrees, null, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(undo(agrees)).isEqualTo(Outcome.DONE);
  }

  /** How many rows production's partitions hold. */
  private List<Long> production() {
    var rows = new ArrayList<Long>();
    for (var cell : plan.cells()) {
      rows.add(cloud.partition(plan.stable(cell.type()).name(), cell.day()).orElseThrow().rows());
    }
    return rows;
  }

  private String undone() {
    return view().stage(StageKind.FINALIZE).lines().stream()
        .filter(line -> line.step().subject().equals("undo"))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private Outcome undo(Operator operator) {
    try (var journal = Journal.open(folder)) {
      return engine(journal, operator).undo();
    }
  }

  private StepResult end() {
    try (var journal = Journal.open(folder)) {
      return engine(journal, agrees).end();
    }
  }

  private Outcome run(Operator operator, StageKind from) {
    return run(operator, from, StageKind.REPORT);
  }

  private Outcome run(Operator operator, StageKind from, StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(journal, operator).run(from, until);
    }
  }

  private Outcome in(Path where, Function<Engine, Outcome> work) {
    try (var journal = Journal.open(where)) {
      return work.apply(engine(journal, agrees));
    }
  }

  private Engine engine(Journal journal, Operator operator) {
    return new Engine(
        "r1", plan, cloud.cloud(), journal, Around.in(folder).asking(operator).made());
  }

  private RunView view() {
    return view(folder);
  }

  private static RunView view(Path where) {
    return RunView.of(Journal.read(where));
  }
}
