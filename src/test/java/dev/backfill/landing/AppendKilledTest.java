package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TableSpec;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Decision;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends a console while rows are added, and whoever goes on, they are there once. */
@Tag("long")
class AppendKilledTest {
  // One row is in each partition of stable, and three are added.
  private static final long BEFORE = 1;
  private static final long AFTER = BEFORE + FakeCloud.DOCUMENTS;

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;
  private Set<String> executed = Set.of();

  @BeforeEach
  void plan() throws Exception {
    plan("self");
  }

  private void plan(String by) throws Exception {
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
            errors: { messages: [ '%%too long%%' ] }
            finalize: { mode: append, by: %s }
            """
                .formatted(by));
    cloud = new FakeCloud(plan).keepingTime();
  }

  @Test
  void addsToEachPartitionOnceAndProvesIt() {
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    once("a run without trouble");
    assertThat(view(folder).stage(StageKind.VERIFY).text()).contains("was added, once, for 2");
  }

  /** Before an entry is written, and right after it, of the whole of finalize. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void survivesAKillAtEachEntryOfFinalize(boolean before) throws Exception {
    assertThat(run(folder, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    var first = Journal.read(folder).size() + 1;
    assertThat(run(folder, StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    var last = Journal.read(folder).size();
    assertThat(last - first).as("entries of two backups and two copies").isGreaterThan(15);
    for (var n = first; n <= last; n++) {
      var where = folder.resolve((before ? "before-" : "after-") + n);
      cloud = new FakeCloud(plan).keepingTime();
      run(where, StageKind.VALIDATE);
      console().dies(where, StageKind.FINALIZE, before, n);
      assertThat(run(where, StageKind.VERIFY)).as(where.toString()).isEqualTo(Outcome.DONE);
      once(where.toString());
    }
  }

  /** The job ran, and its answer was lost: what it did is asked of the job, and not done again. */
  @Test
  void asksTheJobWhoseAnswerWasLost() {
    var lost = new AtomicBoolean();
    cloud.afterCopy =
        what -> {
          if (what.startsWith("append") && lost.compareAndSet(false, true)) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.UNKNOWN);
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    once("a lost answer");
  }

  /** A second console with a copy of the journal of before asks under the same ids. */
  @Test
  void twoConsolesOfOneRunAddOnce() throws Exception {
    assertThat(run(folder, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    var other = Files.createDirectories(folder.resolve("other"));
    Files.copy(folder.resolve(Journal.FILE), other.resolve(Journal.FILE));
    assertThat(run(folder, StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    assertThat(run(other, StageKind.FINALIZE))
        .as("production is not as it was validated")
        .isEqualTo(Outcome.REFUSED);
    once("two consoles");
  }

  /** What was validated of the other cells stays as it is, or it would have to be once more. */
  @Test
  void aCellThatIsWantedOnceMoreIsDeduplicatedAlone() {
    assertThat(run(folder, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    try (var journal = Journal.open(folder)) {
      var again = new Decision.Again(plan.cells().get(0));
      assertThat(console().engine(folder, journal).decide(List.of(again)).succeeded()).isTrue();
    }
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    var queries = cloud.done.stream().filter(act -> act.startsWith("query r1-deduplicate"));
    assertThat(queries)
        .containsExactlyInAnyOrder(
            "query r1-deduplicate-telemetry-main-4-2020-04-14-1",
            "query r1-deduplicate-telemetry-main-4-2020-04-15-1",
            "query r1-deduplicate-telemetry-main-4-2020-04-14-2");
    once("a cell decoded once more");
  }

  /** Rows of an older day would vanish from it as they are written, and no job would say so. */
  @Test
  void takesNoTableThatLetsItsPartitionsExpire() {
    var type = plan.documents().get(0);
    var kept =
        new TableSpec.Partitioning(
            "DAY", Optional.of("submission_timestamp"), Optional.of(Duration.ofDays(30)), false);
    cloud.tables.put(
        plan.written(type).name(),
        new TableSpec(FakeCloud.spec("document_id").columns(), Optional.of(kept), List.of()));
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view(folder).stage(StageKind.MIRROR).text())
        .contains("main_v4 lets its partitions expire after 30 days");
    assertThat(production()).containsOnly(BEFORE);
  }

  @Test
  void refusesATableWithColumnsInAnotherOrder() {
    var type = plan.documents().get(0);
    cloud.tables.put(plan.backfill(type).name(), FakeCloud.spec("other"));
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view(folder).stage(StageKind.MIRROR).text()).contains("in its place stands other");
  }

  @Test
  void addsNothingToWhatOthersWroteSinceItWasValidated() {
    assertThat(run(folder, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    cloud.writtenByOthers(plan.stable(plan.documents().get(0)), 2);
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("append"));
    assertThat(production()).containsOnly(2L);
  }

  @Test
  void takesItBackAndAddsItOnceAgain() {
    assertThat(run(folder, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    try (var journal = Journal.open(folder)) {
      assertThat(console().engine(folder, journal).undo()).isEqualTo(Outcome.DONE);
    }
    assertThat(production()).containsOnly(BEFORE);
    assertThat(run(folder, StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    assertThat(production()).containsOnly(AFTER);
    var jobs =
        view(folder).each(StageKind.FINALIZE, ProductionFact.Copied.class).stream()
            .map(ProductionFact.Copied::job)
            .toList();
    assertThat(jobs).as("what was taken back is no proof of the second").doesNotHaveDuplicates();
  }

  /** By whoever has it, once; a second time, and the run itself, only read what was done. */
  @Test
  void aPacketExecutedTwiceAddsOnce() throws Exception {
    plan("hand-over");
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var made =
        view(folder).newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow();
    assertThat(made.commands())
        .hasSize(2)
        .allMatch(line -> line.contains(" cp --append_table "))
        .allMatch(line -> line.contains("--job_id='r1-finalize-"));
    var packet = Packet.read(Path.of(made.file()));
    assertThat(Files.readString(Path.of(made.file())))
        .contains("\"delete_rejected\" : \"DELETE FROM\\n", "payload_bytes_error", "too long");
    for (var time = 1; time <= 2; time++) {
      var result =
          new PacketExecution(packet, cloud.cloud(), new Agrees(), Clock.systemUTC())
              .run(dev.backfill.cloud.Progress.SILENT);
      assertThat(result.refused()).as("time " + time).isEmpty();
      assertThat(result.copied()).hasSize(2);
      once("packet, time " + time);
    }
    executed = Set.of(packet.digest());
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    once("packet, read by its run");
  }

  /** Whoever adds the rows by a command of their own adds them beside: the run says so. */
  @Test
  void aPacketWhoseRowsAreThereTwiceIsNotBelieved() throws Exception {
    plan("hand-over");
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var made =
        view(folder).newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow();
    cloud.writtenByOthers(plan.stable(plan.documents().get(0)), (int) AFTER + FakeCloud.DOCUMENTS);
    executed = Set.of(made.digest());
    assertThat(run(folder, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view(folder).stage(StageKind.FINALIZE).text()).contains("7 rows in place of the 4");
  }

  private void once(String when) {
    assertThat(production()).as(when).containsOnly(AFTER);
    var acts = cloud.done.stream().filter(act -> act.startsWith("append")).toList();
    assertThat(acts).as(when).hasSize(2).doesNotHaveDuplicates();
  }

  private List<Long> production() {
    var rows = new ArrayList<Long>();
    for (var cell : plan.cells()) {
      rows.add(cloud.partition(plan.stable(cell.type()).name(), cell.day()).orElseThrow().rows());
    }
    return rows;
  }

  private Outcome run(Path where, StageKind until) {
    return console().run(where, until);
  }

  private MortalConsole console() {
    return new MortalConsole(plan, cloud, new Agrees());
  }

  private final class Agrees implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      return request.phrases();
    }

    @Override
    public Set<String> executed() {
      return executed;
    }
  }

  private static RunView view(Path where) {
    List<Entry> entries = Journal.read(where);
    return RunView.of(entries);
  }
}
