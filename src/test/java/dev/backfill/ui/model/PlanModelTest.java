package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan's text and its fields edit each other. */
class PlanModelTest {
  private static final String YAML =
      """
      # why: bug 1630336
      name: a-plan
      reason: 'it''s broken'   # in short
      days: { first: 2020-04-14, last: 2020-04-15 }
      documents:
        - telemetry/main/4  # the large one
        - telemetry/core/10

      # where
      source:
        project: moz-fx-data-shared-prod
      target: { project: moz-fx-data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      """;

  private final PlanModel plan = new PlanModel(YAML);

  @Test
  void readsEveryFieldOfTheText() {
    assertThat(plan.valid().get()).isTrue();
    assertThat(plan.field("reason").get()).isEqualTo("it's broken");
    assertThat(plan.field("days.last").get()).isEqualTo("2020-04-15");
    assertThat(plan.field("documents").get()).isEqualTo("telemetry/main/4\ntelemetry/core/10");
    assertThat(plan.field("dataflow.region").get()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x: &x EU\ny: *x\n", "---\nname: b\n", "name: b\n", "x: !!str y\n"})
  void refusesWhatTheCommandsRefuse(String more) {
    plan.text().set(YAML + more);
    assertThat(plan.valid().get()).isFalse();
    assertThat(plan.parses().get()).as("fields would edit another place").isFalse();
    assertThat(plan.problems()).isNotEmpty();
  }

  @Test
  void changesOnlyTheValueThatWasEdited() {
    plan.field("days.last").set("2020-04-16");
    assertThat(plan.text().get()).isEqualTo(YAML.replace("2020-04-15", "2020-04-16"));
    plan.field("source.project").set("another-prod");
    assertThat(plan.text().get())
        .isEqualTo(
            YAML.replace("2020-04-15", "2020-04-16")
                .replace("moz-fx-data-shared-prod", "another-prod"));
  }

  @Test
  void addsWhatWasNotThereYet() {
    plan.field("target.location").set("us-central1");
    plan.field("dataflow.workers.max").set("20");
    plan.field("dataflow.workers.initial").set("2");
    assertThat(plan.text().get())
        .contains("target: { project: moz-fx-data-backfill-14, location: us-central1 }")
        .contains("dataflow: { workers: { max: 20, initial: 2 } }")
        .startsWith("# why: bug 1630336\nname: a-plan\n");
    assertThat(plan.plan().get().dataflow().maxWorkers()).isEqualTo(20);
    assertThat(plan.plan().get().location()).isEqualTo("us-central1");
  }

  @Test
  void editsTheListLineByLine() {
    plan.field("documents").set("telemetry/main/4\n\norg-mozilla-fenix/baseline/1\n");
    assertThat(plan.text().get())
        .contains("documents:\n  - telemetry/main/4\n  - org-mozilla-fenix/baseline/1\n\n# where");
    assertThat(plan.plan().get().documents()).hasSize(2);
    // The empty line in the middle of typing is not taken away.
    assertThat(plan.field("documents").get()).contains("\n\n");
  }

  @Test
  void namesSingleDaysAndGoesBackToAStretch() {
    plan.field("days").set("2020-06-01, 2020-04-14,");
    assertThat(plan.text().get()).contains("days: [ 2020-06-01, 2020-04-14 ]\n");
    assertThat(plan.plan().get().days()).hasToString("2020-04-14, 2020-06-01");
    assertThat(plan.field("days.first").get()).isEmpty();
    assertThat(plan.field("days").get()).as("as typed").isEqualTo("2020-06-01, 2020-04-14,");
    plan.field("days").set("2020-06-01, 2020-06-31");
    assertThat(plan.problemOf("days")).contains("'2020-06-31' is not a day");
    plan.field("days.first").set("2020-04-14");
    plan.field("days.last").set("2020-04-15");
    assertThat(plan.text().get()).isEqualTo(YAML);
    assertThat(plan.field("days").get()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain words",
        "a: b",
        "# no comment",
        "it's",
        "x # y",
        "{ braces",
        "- dash",
        "true",
        "emoji \uD83D\uDE00 and ünï",
        "ends with:",
        " spaces ",
        "*star",
        "a, b]",
        "bug 1630336 (late)"
      })
  void keepsEveryTextAsItWasTyped(String text) {
    plan.field("reason").set(text);
    assertThat(new PlanModel(plan.text().get()).field("reason").get()).isEqualTo(text);
    assertThat(plan.plan().get().reason()).isEqualTo(text.strip());
  }

  @Test
  void writesAPlanFromNothing() {
    var empty = new PlanModel("");
    empty.field("name").set("from-nothing");
    empty.field("reason").set("a test");
    empty.field("days.first").set("2020-04-14");
    empty.field("days.last").set("2020-04-14");
    empty.field("documents").set("telemetry/main/4");
    empty.field("source.project").set("source-prod");
    empty.field("target.project").set("a-backfill-1");
    empty.field("schemas").set("gs://b/s.tar.gz");
    assertThat(empty.problems()).isEmpty();
  }

  @Test
  void leavesBrokenYamlToItsAuthor() {
    plan.text().set("name: [");
    assertThat(plan.parses().get()).isFalse();
    plan.field("name").set("other");
    assertThat(plan.text().get()).isEqualTo("name: [");
    plan.text().set(YAML);
    assertThat(plan.field("name").get()).isEqualTo("a-plan");
  }

  @Test
  void putsEachProblemBesideItsField() {
    plan.field("days.last").set("2020-04-01");
    plan.text().set(plan.text().get().replace("reason:", "reasn:"));
    assertThat(plan.problemOf("days.last")).contains("2020-04-01 is before 2020-04-14");
    assertThat(plan.problemOf("reason")).contains("is missing");
    assertThat(plan.problemOf("name")).isEmpty();
    assertThat(plan.problems()).extracting("field").contains("reasn");
  }

  /** Preflight would refuse it: the draft says so where it is written. */
  @Test
  void refusesATargetThatARunWouldRefuse() {
    var plan = new PlanModel(YAML.replace("moz-fx-data-backfill-14", "moz-fx-data-shared-test"));
    assertThat(plan.valid().get()).isFalse();
    assertThat(plan.problemOf("target.project")).contains("*-backfill-*");
    assertThat(plan.plan().get()).isNull();
  }

  @Test
  void findsTheLineOfEachProblem() {
    var plan =
        new PlanModel(
            "name: Two Words\nreason: r\ndays: { first: 2020-04-14, last: 2020-04-15 }\n"
                + "documents:\n  - telemetry/main/4\n  - nonsense\n"
                + "source: { project: shared-prod }\ntarget:\n  project: a-backfill-1\n");
    assertThat(plan.lines()).containsExactlyInAnyOrder(1, 6);
    plan.text().set("name: a\n\treason: b\n");
    assertThat(plan.lines()).containsExactly(2);
    assertThat(plan.problems().get(0).toString()).containsIgnoringCase("tab");
  }

  @Test
  void aDraftThatWasWrittenIsKnownFromOneThatStandsElsewhere() {
    var plan = new PlanModel("");
    assertThat(plan.isWritten()).isFalse();
    plan.begin(YAML);
    assertThat(plan.isWritten()).isFalse();
    plan.field("reason").set("another reason");
    assertThat(plan.isWritten()).isTrue();
    plan.saved();
    assertThat(plan.isWritten()).isFalse();
  }

  /** Patterns hold commas and spaces, so that each has a line. */
  @Test
  void editsTheFilterOfRejectedDocuments() {
    var model = new PlanModel("playbook: reprocess\n" + YAML);
    assertThat(model.problemOf(PlanModel.MESSAGES)).contains("does not say which rejected");
    model.field(PlanModel.MESSAGES).set("%a, 'b'%\n\n100% #");
    model.field("errors.table").set("structured");
    model.field("errors.exception_class").set("x.Y");
    model.field("deduplicate.later_days").set("6");
    var task = model.plan().get().reprocess().orElseThrow();
    assertThat(task.messages()).containsExactly("%a, 'b'%", "100% #");
    assertThat(task.table()).contains("structured");
    assertThat(task.exceptionClass()).contains("x.Y");
    assertThat(task.laterDays()).isEqualTo(6);
    assertThat(new PlanModel(model.text().get()).field(PlanModel.MESSAGES).get())
        .isEqualTo("%a, 'b'%\n100% #");
    model.field(PlanModel.MESSAGES).set("");
    model.field("deduplicate.later_days").set("");
    model.field("errors.table").set("");
    assertThat(model.problems()).as("what is emptied is not given").isEmpty();
    assertThat(model.plan().get().reprocess().orElseThrow().laterDays()).isZero();
    model.field("errors.exception_class").set("");
    assertThat(model.problemOf(PlanModel.MESSAGES)).contains("does not say which rejected");
  }

  /** The parameters' keys are the template's own, and their values hold commas and quotes. */
  @Test
  void editsTheTemplateAndWhatComesAfter() {
    var model = new PlanModel("playbook: reprocess\nerrors: { error_type: ParsePayload }\n" + YAML);
    assertThat(model.field("decode.by").get()).isEmpty();
    model.field("decode.by").set("template");
    assertThat(model.problemOf("decode.template")).isNotEmpty();
    model.field("decode.template").set("gs://t/decoder.json");
    model
        .field(PlanModel.PARAMETERS)
        .set("input=${input}\n\noutput=${output}\nerrorOutput=${errors}\nother=it's a, b=c");
    model.field("errors.after").set("delete");
    model.field("validate.null_shares").set("metadata.geo.country, client_id");
    model.field(PlanModel.DOWNSTREAM).set("clients_daily, of these days\nthe exports");
    model.field("finalize.keep_backup").set("true");
    assertThat(model.problems()).isEmpty();
    var plan = model.plan().get();
    var task = plan.reprocess().orElseThrow();
    assertThat(task.template().orElseThrow().parameters())
        .containsEntry("input", "${input}")
        .containsEntry("other", "it's a, b=c")
        .hasSize(4);
    assertThat(plan.deletesErrors()).isTrue();
    assertThat(plan.finish().keepBackup()).isTrue();
    assertThat(task.nullShares()).containsExactly("metadata.geo.country", "client_id");
    assertThat(task.downstream()).containsExactly("clients_daily, of these days", "the exports");
    var again = new PlanModel(model.text().get());
    assertThat(again.field(PlanModel.PARAMETERS).get())
        .isEqualTo("input=${input}\noutput=${output}\nerrorOutput=${errors}\nother=it's a, b=c");
    again.field(PlanModel.PARAMETERS).set("input=${nothing}");
    assertThat(again.problemOf(PlanModel.PARAMETERS)).contains("${nothing}");
    again.field("decode.by").set("console");
    again.field("decode.template").set("");
    again.field(PlanModel.PARAMETERS).set("");
    assertThat(again.problems()).as("what is emptied is not given").isEmpty();
    assertThat(again.plan().get().reprocess().orElseThrow().template()).isEmpty();
  }

  /** Written below each other, as an operator would. */
  @Test
  void readsAndEditsParametersOfABlock() {
    var model =
        new PlanModel(
            "playbook: reprocess\nerrors: { error_type: ParsePayload }\n"
                + YAML.stripTrailing()
                + """

                decode:
                  by: template
                  template: gs://t/decoder.json
                  parameters:
                    input: "${input}"
                    output: "${output}"
                    errorOutput: "${errors}"
                # the end
                """);
    assertThat(model.problems()).isEmpty();
    model.field(PlanModel.PARAMETERS).set(model.field(PlanModel.PARAMETERS).get() + "\nn=1");
    assertThat(model.problems()).isEmpty();
    assertThat(model.plan().get().reprocess().orElseThrow().template().orElseThrow().parameters())
        .hasSize(4)
        .containsEntry("n", "1");
    assertThat(model.text().get()).contains("# the end");
  }
}
