package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.Sent;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is of a table is asked once a table, however many days of it a run is for. */
class AskedOnceTest {
  private static final String REWRITE =
      """
      playbook: rewrite
      rewrite:
        mode: drop
        query_sql: SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}' AND NOT bad
        affected_sql: bad
      """;

  private static final String REPROCESS =
      "playbook: reprocess\nerrors: { messages: [ '%too long%' ] }\n"
          + "finalize: { mode: append, by: self }\n";

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;
  private Path at;

  @ParameterizedTest
  @ValueSource(strings = {"name: replay\n", REWRITE, REPROCESS})
  void countingTakesAsManyQueriesForTenDaysAsForOne(String more) throws Exception {
    var one = counting(more, 1);
    var ten = counting(more, 10);
    assertThat(ten).isEqualTo(one).isPositive();
    assertThat(view().stage(StageKind.VERIFY).state()).isEqualTo(State.DONE);
    assertThat(view().all(StageKind.VALIDATE, CountFact.Counted.class)).hasSize(20);
    assertThat(view().all(StageKind.VERIFY, CountFact.Counted.class)).hasSize(20);
  }

  /** Of two types, in a rewrite's scope, in validate and in verify. */
  private long counting(String more, int days) throws Exception {
    begin(more, days);
    run(StageKind.REPORT);
    return cloud.asked.stream().filter(sql -> sql.contains("counted_day")).count();
  }

  @Test
  void eachCellKnowsWhatWasSentAboutItsTable() throws Exception {
    begin("name: replay\n", 3);
    run(StageKind.VALIDATE);
    var sent = view().each(StageKind.VALIDATE, Sent.class);
    assertThat(sent).hasSize(2).allMatch(one -> one.cells().size() == 3);
    assertThat(sent.get(0).statements())
        .extracting(Sent.Statement::purpose)
        .doesNotHaveDuplicates()
        .contains("count payload_bytes_decoded", "missing ids", "extra ids")
        .hasSize(8);
  }

  /** The others of its table are told as much as the first; those of other tables pass. */
  @Test
  void aStatementThatFailsHasFailedForEachCellOfItsTable() throws Exception {
    begin("name: replay\n", 3);
    var times = new AtomicInteger();
    cloud.refused =
        sql ->
            sql.contains("telemetry_live.main_v4`")
                ? Optional.of(
                    new CloudException(
                        CloudException.Kind.INVALID, "No such " + times.incrementAndGet(), null))
                : Optional.empty();
    run(StageKind.VALIDATE);
    var failed = lines(State.FAILED);
    assertThat(failed).hasSize(3).allMatch(line -> line.text().contains("No such 1"));
    assertThat(failed).allMatch(line -> line.step().subject().startsWith("telemetry/main/4@"));
    assertThat(times).as("it is not sent again").hasValue(1);
  }

  @Test
  void whatCannotBeAskedIsUnknownOfEachCellAndIsAskedAgain() throws Exception {
    begin("name: replay\n", 3);
    cloud.refused =
        sql -> Optional.of(new CloudException(CloudException.Kind.UNAVAILABLE, "Away.", null));
    run(StageKind.VALIDATE);
    assertThat(lines(State.UNKNOWN)).hasSizeGreaterThanOrEqualTo(3);
    cloud.refused = sql -> Optional.empty();
    run(StageKind.VALIDATE);
    assertThat(lines(State.DONE)).hasSize(6);
  }

  @Test
  void aTableThatIsTooMuchForOneStatementIsAskedInParts() throws Exception {
    begin("name: replay\n", 5);
    cloud.bytes = sql -> sql.contains("payload_bytes_decoded") && days(sql) > 2 ? 2L << 40 : 1;
    run(StageKind.VALIDATE);
    assertThat(view().stage(StageKind.VALIDATE).state()).isEqualTo(State.DONE);
    assertThat(cloud.asked)
        .filteredOn(sql -> sql.contains("payload_bytes_decoded"))
        .isNotEmpty()
        .allMatch(sql -> days(sql) <= 2);
    assertThat(view().each(StageKind.VALIDATE, CountFact.Counted.class))
        .allMatch(one -> one.counts().pbd().orElseThrow().rows() == FakeCloud.DOCUMENTS);
  }

  @Test
  void whatIsTooMuchForTheWorkersIsAskedInParts() throws Exception {
    begin("name: replay\n", 4);
    cloud.refused =
        sql ->
            days(sql) > 1
                ? Optional.of(
                    new CloudException(
                        CloudException.Kind.JOB_FAILED,
                        "Job j failed: Resources exceeded during query execution.",
                        null))
                : Optional.empty();
    run(StageKind.VALIDATE);
    assertThat(view().stage(StageKind.VALIDATE).state()).isEqualTo(State.DONE);
  }

  /** A partition that changes while its table is counted is another one than was validated. */
  @Test
  void whatChangesWhileItIsCountedIsNoticed() throws Exception {
    begin("name: replay\n", 3);
    var stable = plan.stable(plan.documents().get(0)).name();
    cloud.refused =
        sql -> {
          if (sql.contains("EXCEPT DISTINCT") && sql.contains("main_v4")) {
            cloud.changes.merge(stable, 1, Integer::sum);
          }
          return Optional.empty();
        };
    run(StageKind.FINALIZE);
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("main_v4").contains("changed");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
  }

  /** One cell that is validated once more is asked about alone. */
  @Test
  void oneCellIsCountedAloneWhenItAloneIsWanted() throws Exception {
    begin("name: replay\n", 3);
    run(StageKind.VALIDATE);
    var cell = plan.cells().get(1);
    decodeAgain(cell);
    cloud.asked.clear();
    run(StageKind.VALIDATE);
    var about = "= '" + cell.day() + "'";
    assertThat(cloud.asked).hasSize(8).allMatch(sql -> sql.contains(about));
    assertThat(lines(State.DONE)).hasSize(6);
  }

  private void decodeAgain(Cell cell) {
    try (var journal = Journal.open(at)) {
      engine(journal).decide(List.of(new Decision.Again(cell)));
    }
  }

  private List<StageLine> lines(State state) {
    return view().stage(StageKind.VALIDATE).lines().stream()
        .filter(line -> line.state() == state)
        .toList();
  }

  /** How many days of the plan a statement asks about. */
  private long days(String sql) {
    return plan.days().list().stream().filter(day -> FakeCloud.asksAbout(sql, day)).count();
  }

  private void begin(String more, int days) throws Exception {
    var last = LocalDate.parse("2020-04-13").plusDays(days);
    plan =
        PlanFile.read(
            (more.startsWith("name") ? more : "name: test\n" + more)
                + """
                reason: a test
                days: { first: 2020-04-14, last: %s }
                documents: [ telemetry/main/4, telemetry/core/10 ]
                source: { project: shared-prod }
                target: { project: data-backfill-14 }
                """
                    .formatted(last));
    cloud = new FakeCloud(plan);
    at = folder.resolve(plan.playbook().id() + "-" + days);
  }

  private void run(StageKind until) {
    try (var journal = Journal.open(at)) {
      engine(journal).resume(until);
    }
  }

  private Engine engine(Journal journal) {
    return new Engine("r1", plan, cloud.cloud(), journal, Around.in(at).made());
  }

  private RunView view() {
    return RunView.of(Journal.read(at));
  }
}
