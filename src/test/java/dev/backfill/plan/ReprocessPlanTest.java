package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.problem.Problem;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans of rejected documents: recorded runs, and what is wrong with others. */
class ReprocessPlanTest {
  private static final String BASE =
      """
      playbook: reprocess
      name: rejected
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  @ParameterizedTest
  @CsvSource({"2026-05-22, 2", "2025-01-22, 24", "2024-05-07, 1284", "2022-04-27, 80"})
  void readsARecordedRunAndWhatItWillDo(String run, int cells) throws Exception {
    var plan = PlanFile.read(Path.of("src/test/resources/plans/" + run + "/plan.yaml"));
    assertThat(plan.cells()).hasSize(cells);
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    var steps = Playbooks.of(plan).steps(PlannedRun.of(plan));
    var staged = of(steps, StageKind.STAGE);
    assertThat(staged).hasSize(cells);
    assertThat(staged)
        .allSatisfy(
            step ->
                assertThat(step.sql().orElseThrow())
                    .contains("`moz-fx-data-shared-prod.payload_bytes_error.")
                    .contains(plan.reprocess().orElseThrow().filter())
                    .doesNotContain("DISTINCT"));
    assertThat(of(steps, StageKind.of("deduplicate")))
        .hasSize(cells)
        .allSatisfy(
            step ->
                assertThat(step.sql().orElseThrow())
                    .contains("PARTITION BY", "decoded.document_id", "EXCEPT DISTINCT"));
    var adds = steps.stream().filter(step -> step.kind() == PlannedStep.Kind.OVERWRITES).toList();
    assertThat(adds).hasSize(cells);
    assertThat(adds)
        .allSatisfy(step -> assertThat(step.command()).contains("--job_id=", "--append_table"));
  }

  private static List<PlannedStep> of(List<PlannedStep> steps, StageKind stage) {
    return steps.stream().filter(step -> step.stage().equals(stage)).toList();
  }

  @Test
  void quotesWhatAPlanSaysAsSqlTakesIt() {
    assertThat(Reprocess.quoted("it's \\ here")).isEqualTo("'it\\'s \\\\ here'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "finalize: { mode: append }|errors: does not say which rejected documents are meant",
        "errors: { messages: a }|errors.messages: is no list of texts",
        "errors: { messages: [ a ], after: delete }|errors.after: 'delete' is not offered",
        "errors: { messages: [ a ], tabel: t }|errors.tabel: unknown key; did you mean 'table'?",
        "errors: { messages: [ a ], table: t$1 }|errors.table: 't$1' is not the name of a table",
        "errors: { messages: [ a ] }, decode: { by: template }|decode.by: 'template' is not offered",
        "errors: { messages: [ a ] }, finalize: { mode: overwrite }|finalize.mode: 'overwrite' is not",
        "errors: { messages: [ a ] }, deduplicate: { later_days: 31 }|deduplicate.later_days: '31'",
        "errors: { messages: [ a ] }, downstream: x|downstream: is no list of texts",
        "errors: { messages: [ a ] }, rewrite: { mode: any }|rewrite: belongs to the playbook rewrite",
      })
  void saysWhatIsWrong(String keys, String says) {
    var yaml = BASE + keys.replace(" }, ", " }\n");
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.problems()).extracting(Problem::line).anyMatch(line -> line.startsWith(says));
  }

  @Test
  void aReplayKnowsNoRejectedDocuments() {
    var yaml = BASE.replace("playbook: reprocess\n", "") + "errors: { messages: [ a ] }\n";
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.getMessage()).contains("errors: belongs to the playbook reprocess");
  }
}
