package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error rows whose documents are in stable are deleted once, as many as were reprocessed. */
class ErrorRowsTest {
  private static final StageKind ERRORS = StageKind.of("errors");

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan("after: delete", "self");
  }

  private void plan(String after, String by) throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: reprocess
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            errors: { messages: [ '%%too long%%' ], %s }
            finalize: { mode: append, by: %s }
            """
                .formatted(after, by));
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    cloud = new FakeCloud(plan).keepingTime();
  }

  private MortalConsole console() {
    return new MortalConsole(plan, cloud);
  }

  @Test
  void keepsCountsAndDeletesThem() {
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).hasSize(2).doesNotHaveDuplicates();
    assertThat(cloud.done.stream().filter(act -> act.contains("-errors-keep-error-rows-of-")))
        .hasSize(2);
    assertThat(view(folder).each(ERRORS, ProductionFact.ErrorsDeleted.class))
        .extracting(ProductionFact.ErrorsDeleted::rows)
        .containsExactly((long) FakeCloud.DOCUMENTS, (long) FakeCloud.DOCUMENTS);
    assertThat(view(folder).stage(ERRORS).text()).isEqualTo("6 error rows deleted, none is left");
    assertThat(rejected()).containsOnly(0L);
  }

  /** Both days by one statement before, and by one after; a query of each day's would be four. */
  @Test
  void countsAllDaysOfATypeByOneStatement() {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    cloud.asked.clear();
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    assertThat(cloud.asked)
        .hasSize(2)
        .allMatch(sql -> sql.contains("BETWEEN '2020-04-14' AND '2020-04-15'"));
  }

  @Test
  void leavesThemWhereThePlanDoes() throws Exception {
    plan("after: leave", "self");
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).isEmpty();
    assertThat(view(folder).stage(ERRORS).text()).isEqualTo("The plan leaves them in production");
  }

  /** Before an entry is written, and right after it, of all of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("long")
  void areDeletedOnceByAConsoleThatDiesAtAnyEntry(boolean before) {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var first = Journal.read(folder).size() + 1;
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    var last = Journal.read(folder).size();
    assertThat(last - first).as("entries of it").isGreaterThan(12);
    for (var entry = first; entry <= last; entry++) {
      var where = folder.resolve((before ? "before-" : "after-") + entry);
      cloud = new FakeCloud(plan).keepingTime();
      console().run(where, StageKind.VERIFY);
      console().dies(where, ERRORS, before, entry);
      assertThat(console().run(where, StageKind.REPORT))
          .as(where.toString())
          .isEqualTo(Outcome.DONE);
      assertThat(deletions()).as(where.toString()).hasSize(2).doesNotHaveDuplicates();
      assertThat(rejected()).as(where.toString()).containsOnly(0L);
      assertThat(
              view(where).each(ERRORS, ProductionFact.ErrorsDeleted.class).stream()
                  .map(ProductionFact.ErrorsDeleted::job)
                  .distinct())
          .hasSize(2);
    }
  }

  @Test
  void asksTheJobWhoseAnswerWasLost() {
    var lost = new AtomicBoolean();
    cloud.afterCopy =
        what -> {
          if (what.startsWith("delete error") && lost.compareAndSet(false, true)) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.UNKNOWN);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).hasSize(2).doesNotHaveDuplicates();
    assertThat(view(folder).each(ERRORS, ProductionFact.ErrorsDeleted.class)).hasSize(2);
  }

  @Test
  void twoConsolesOfOneRunDeleteOnce() throws Exception {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var other = Files.createDirectories(folder.resolve("other"));
    Files.copy(folder.resolve(Journal.FILE), other.resolve(Journal.FILE));
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    assertThat(console().run(other, ERRORS)).as("the rows are gone").isEqualTo(Outcome.REFUSED);
    assertThat(deletions()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aPhraseNamesTheNumberOfRows() {
    var asked = new TreeSet<String>();
    var declines =
        new MortalConsole(
            plan,
            cloud,
            request -> {
              request.items().stream()
                  .filter(DeleteErrorRows.class::isInstance)
                  .forEach(item -> asked.add(item.phrase()));
              return asked.isEmpty() ? request.phrases() : Set.of();
            });
    assertThat(declines.run(folder, StageKind.REPORT)).isNotEqualTo(Outcome.DONE);
    assertThat(asked)
        .contains(
            "delete 3 error rows of telemetry/main/4@2020-04-14 from"
                + " shared-prod:payload_bytes_error.telemetry");
    assertThat(deletions()).isEmpty();
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).hasSize(2);
  }

  /** One equality would have kept 11,897 rows of 2022. */
  @Test
  void deletesNoneWhereOthersMeetTheCondition() {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var cell = plan.cells().get(0);
    cloud.holding(plan.rejected(cell.type()).name(), cell.day(), FakeCloud.DOCUMENTS + 1);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view(folder).stage(ERRORS).text())
        .contains("telemetry/main/4@2020-04-14: 4 error rows meet the condition, and 3 were")
        .contains("go on from cleanup and leave them");
    assertThat(deletions()).as("the other day's").hasSize(1);
    cloud.holding(plan.rejected(cell.type()).name(), cell.day(), FakeCloud.DOCUMENTS);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).hasSize(2);
  }

  @Test
  void rowsInTheStreamingBufferAreLeftForLater() {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var table = plan.rejected(plan.documents().get(0)).name();
    cloud.buffered.put(table, Instant.parse("2020-04-15T23:00:00Z"));
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view(folder).stage(ERRORS).text())
        .contains("2020-04-15: rows wait in the streaming buffer", "Resume after 20")
        .doesNotContain("2020-04-14:");
    assertThat(deletions()).containsExactly("delete error rows of telemetry/main/4@2020-04-14");
    cloud.buffered.clear();
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(deletions()).hasSize(2);
  }

  @Test
  void whoGoesOnFromCleanupLeavesThem() {
    assertThat(console().run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    try (var journal = Journal.open(folder)) {
      assertThat(console().engine(folder, journal).run(StageKind.CLEANUP, null))
          .isEqualTo(Outcome.DONE);
    }
    assertThat(deletions()).isEmpty();
    assertThat(view(folder).stage(ERRORS).state()).isEqualTo(State.SKIPPED);
    assertThat(view(folder).stage(ERRORS).text()).isEqualTo("The run went on without it");
  }

  /** As consoles wrote them before there was this stage; it is not waited for in a closed run. */
  @Test
  void aClosedJournalWithoutThemWaitsForNothing() throws Exception {
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    var journal = folder.resolve(Journal.FILE);
    var older =
        Files.readString(journal)
            .lines()
            .filter(line -> !line.contains("\"errors\""))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(journal, older);
    assertThat(view(folder).closed()).isPresent();
    assertThat(view(folder).stages()).noneMatch(stage -> stage.state() == State.WAITING);
  }

  @Test
  void anUndoPutsThemBackOnceAndTheyCanBeDeletedAgain() {
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    try (var journal = Journal.open(folder)) {
      assertThat(console().engine(folder, journal).undo()).isEqualTo(Outcome.DONE);
    }
    assertThat(rejected()).containsOnly((long) FakeCloud.DOCUMENTS);
    assertThat(cloud.done.stream().filter(act -> act.contains("payload_bytes_error")))
        .filteredOn(act -> act.startsWith("append"))
        .hasSize(2);
    assertThat(view(folder).each(StageKind.FINALIZE, ProductionFact.ErrorsReturned.class))
        .hasSize(2);
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    assertThat(rejected()).containsOnly(0L);
    assertThat(deletions()).hasSize(4);
  }

  /** A command line that names none of them is told all, and undoes all in one go then. */
  @Test
  void anUndoTellsEveryPhraseThatItWillAskFor() {
    assertThat(console().run(folder, ERRORS)).isEqualTo(Outcome.DONE);
    assertThat(undoneBy(request -> Set.of())).isEqualTo(Outcome.REFUSED);
    var said =
        view(folder).stage(StageKind.FINALIZE).lines().stream()
            .filter(line -> line.step().subject().equals("undo"))
            .map(StageLine::text)
            .collect(Collectors.joining());
    assertThat(said).contains("To put the error rows back, name: ");
    assertThat(said).contains("To restore the partitions, name: ");
    var named = new TreeSet<String>();
    var phrases = Pattern.compile("name: (.+)").matcher(said);
    while (phrases.find()) {
      named.addAll(List.of(phrases.group(1).split(", ")));
    }
    assertThat(undoneBy(request -> named)).as(said).isEqualTo(Outcome.DONE);
    assertThat(rejected()).containsOnly((long) FakeCloud.DOCUMENTS);
  }

  private Outcome undoneBy(Operator operator) {
    try (var journal = Journal.open(folder)) {
      return new MortalConsole(plan, cloud, operator).engine(folder, journal).undo();
    }
  }

  /** By hand-over it is whoever has the packet that deletes, by a statement that counts first. */
  @Test
  void aPacketHoldsTheDeletionOfEachCell() throws Exception {
    plan("after: delete", "hand-over");
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var made =
        view(folder).newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow();
    assertThat(Files.readString(Path.of(made.file())))
        .contains("\"delete_rejected\" : \"DELETE FROM\\n")
        .contains("AND (SELECT COUNT(*) FROM `shared-prod.payload_bytes_error.telemetry`")
        .contains(") = 3\\n");
  }

  private List<String> deletions() {
    return cloud.done.stream().filter(act -> act.startsWith("delete error rows")).toList();
  }

  private List<Long> rejected() {
    var rows = new ArrayList<Long>();
    for (var cell : plan.cells()) {
      rows.add(cloud.errorRows(plan.rejected(cell.type()).name(), cell.key(), cell.day()));
    }
    return rows;
  }

  private static RunView view(Path where) {
    return RunView.of(Journal.read(where));
  }
}
