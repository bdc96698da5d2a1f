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
    assertThat(of(steps, StageKind.DECODE))
        .filteredOn(step -> step.command().contains("flex-template run"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.command())
                    .contains("--template-file-gcs-location=", "--parameters='input=")
                    .doesNotContain("${input}", "${schemas}"));
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
        "errors: { messages: [ a ], after: drop }|errors.after: 'drop' is not offered",
        "errors: { messages: [ a ], tabel: t }|errors.tabel: unknown key; did you mean 'table'?",
        "errors: { messages: [ a ], table: t$1 }|errors.table: 't$1' is not the name of a table",
        "errors: { messages: [ a ] }, decode: { by: flex }|decode.by: 'flex' is not offered; write"
            + " console or template",
        "errors: { messages: [ a ] }, decode: { template: x }|decode.template: the console decodes",
        "errors: { messages: [ a ] }, finalize: { mode: overwrite }|finalize.mode: 'overwrite' is not",
        "errors: { messages: [ a ] }, deduplicate: { later_days: 31 }|deduplicate.later_days: '31'",
        "errors: { messages: [ a ] }, validate: { null_shares: [ a.b, 1c ] }|validate.null_shares:"
            + " '1c' is no column",
        "errors: { messages: [ a ] }, validate: { null_shares: [ a, b, c, d, e, f, g, h, i, j, k ]"
            + " }|validate.null_shares: has more than 10 entries",
        "errors: { messages: [ a ] }, downstream: x|downstream: is no list of texts",
        "errors: { messages: [ a ] }, rewrite: { mode: any }|rewrite: belongs to the playbook rewrite",
      })
  void saysWhatIsWrong(String keys, String says) {
    var yaml = BASE + keys.replace(" }, ", " }\n");
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.problems()).extracting(Problem::line).anyMatch(line -> line.startsWith(says));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "template: gs://t/d.json|decode.parameters: is missing",
        "template: /d.json, parameters: { a: b }|decode.template: '/d.json' is not gs://bucket",
        "template: gs://t/d.json, parameters: [ a ]|decode.parameters: is not a mapping",
        "template: gs://t/d.json, parameters: { a: ${inputs} }|decode.parameters.a: nothing fills"
            + " in ${inputs}; write one of ${input}, ${output}, ${errors}, ${schemas}, ${temp},"
            + " ${first_day}, ${last_day}; did you mean ${input}?",
        "template: gs://t/d.json, parameters: { a: ${input} }|decode.parameters: no parameter holds"
            + " ${output}",
        "template: gs://t/d.json, parameters: { a: ${output} }|decode.parameters: no parameter"
            + " holds ${input}",
        "template: gs://t/d.json, parameters: { a: ${schemas} }|decode.parameters: ${schemas}"
            + " stands there, and the plan names no archive",
        "template: gs://t/d.json, parameters: { a: 'shared-prod:telemetry_stable.main_v4' }"
            + "|decode.parameters.a: names a table of shared-prod",
        "template: gs://t/d.json, parameters: { a: [ b ] }|decode.parameters.a: is not a text",
        "template: gs://t/d.json, parameters: { 1a: b }|decode.parameters.1a: is no parameter's",
      })
  void saysWhatIsWrongWithATemplate(String keys, String says) {
    var quoted = keys.replaceAll("(\\$\\{\\w+})", "\"$1\"");
    var yaml = BASE + "errors: { messages: [ a ] }\ndecode: { by: template, " + quoted + " }\n";
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.problems()).extracting(Problem::line).anyMatch(line -> line.startsWith(says));
  }

  @Test
  void aTemplateHasOneTableOfErrorRowsAndAThousandWorkers() {
    var yaml =
        BASE.replace("telemetry/main/4", "telemetry/main/4, app/new-tab/1")
            + "errors: { messages: [ a ] }\ndataflow: { workers: { max: 1001 } }\n"
            + "decode: { by: template, template: gs://t/d.json,"
            + " parameters: { i: \"${input}\", o: \"${output}\", e: \"${errors}\" } }\n";
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.problems())
        .extracting(Problem::line)
        .containsExactlyInAnyOrder(
            "documents: have tables of error rows of their own, telemetry and structured, and a"
                + " template has one; write a plan for each",
            "dataflow.workers.max: 1001 is more than a flex template's job may have; write 1000 at"
                + " most");
  }

  @Test
  void fillsInWhatATemplateIsLaunchedWith() throws Exception {
    var plan =
        PlanFile.read(
            BASE
                + """
                errors: { messages: [ a ] }
                schemas: gs://s/a.tar.gz
                decode:
                  by: template
                  template: gs://t/d.json
                  parameters:
                    in: "${input}"
                    out: "${output}"
                    rest: "${errors} ${schemas} ${temp} ${first_day}/${last_day}"
                    own: "p.${document_type}"
                    number: 3
                """);
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    var day = plan.days().first();
    var filled =
        plan.template()
            .orElseThrow()
            .filled(
                plan,
                new DecoderTemplate.Launch("p:d.in", "p:d.e", "gs://b/temp", day, day.plusDays(1)));
    assertThat(filled)
        .containsEntry("in", "p:d.in")
        .containsEntry(
            "out",
            "data-backfill-14:${document_namespace}_live.${document_type}_v${document_version}")
        .containsEntry("rest", "p:d.e gs://s/a.tar.gz gs://b/temp 2020-04-14/2020-04-15")
        .containsEntry("own", "p.${document_type}")
        .containsEntry("number", "3");
  }

  @Test
  void aReplayKnowsNoRejectedDocuments() {
    var yaml = BASE.replace("playbook: reprocess\n", "") + "errors: { messages: [ a ] }\n";
    var wrong = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(wrong.getMessage()).contains("errors: belongs to the playbook reprocess");
  }
}
