package dev.backfill.stages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.ScopeSql;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.ScopeSeen;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RejectedScope;
import dev.backfill.run.Stage;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.text.Amounts;
import dev.backfill.text.Visible;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at what the plan's filter catches of rejected documents and what it leaves out, by day and
 * by message, before anything is made.
 */
public final class RejectedScopeStage extends Stage {
  private static final StageKind KIND = StageKind.SCOPE;

  @Override
  public StageKind kind() {
    return KIND;
  }

  @Override
  public Role role() {
    return Role.PREPARES;
  }

  @Override
  public Page page() {
    return Page.SCOPE;
  }

  @Override
  public Effort effort() {
    return Effort.SCOPES;
  }

  @Override
  public String heading() {
    return "Look at the rejected documents";
  }

  private static String subject(DocumentType type) {
    return RejectedScope.subject(type.toString());
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return run.types().stream().map(type -> step(run.plan(), type)).toList();
  }

  private static PlannedStep step(Plan plan, DocumentType type) {
    return PlannedStep.of(KIND, subject(type), Kind.READS)
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.query")
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(plan.targetProject(), "bigquery.jobs.create")
        .sending(() -> sql(plan, type))
        .byHand(() -> ByHand.query(plan, sql(plan, type)));
  }

  private static String sql(Plan plan, DocumentType type) {
    return ScopeSql.all(plan, type).stream()
        .map(String::stripTrailing)
        .collect(Collectors.joining(";\n\n", "", "\n"));
  }

  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    for (var type : steps.view().types()) {
      if (!results.broken()) {
        results.add(steps.look(subject(type), () -> look(steps, type)));
      }
    }
    var rows = steps.view().each(KIND, ScopeSeen.class).stream();
    var known = rows.collect(Collectors.toMap(ScopeSeen::type, ScopeSeen::rows, (a, b) -> b));
    var sum = known.values().stream().mapToLong(Long::longValue).sum();
    return results.succeeded() && sum == 0
        ? Refused.of(
            "The filter catches no rejected document on the plan's days.",
            "Look at what it leaves out, and mend errors in the plan or its days.")
        : results.whole(Amounts.of((int) Math.min(sum, Integer.MAX_VALUE), "rejected document"));
  }

  private static StepResult look(Steps steps, DocumentType type) {
    var plan = steps.plan();
    var asked = new CostedQueries(steps);
    var project = plan.targetProject();
    var days =
        asked.query("rejected documents by day", project, ScopeSql.days(plan, type), 1).stream()
            .map(row -> day(plan, row))
            .toList();
    var caught = asked.query("messages that are caught", project, ScopeSql.caught(plan, type), 1);
    var left = asked.query("messages that are left out", project, ScopeSql.left(plan, type), 1);
    var seen = new ScopeSeen(type.toString(), days, groups(caught), groups(left));
    asked.keep(subject(type));
    steps.note(seen);
    return new Done(String.join("\n", lines(seen)));
  }

  private static ScopeSeen.Day day(Plan plan, JsonNode row) {
    var day = LocalDate.parse(row.path("day").asText());
    return new ScopeSeen.Day(
        day,
        plan.days().list().contains(day),
        row.path("n_caught").asLong(),
        row.path("n_all").asLong());
  }

  private static List<ScopeSeen.Group> groups(List<JsonNode> rows) {
    return rows.stream()
        .map(
            row ->
                new ScopeSeen.Group(
                    row.path("error_type").asText(""),
                    row.path("exception_class").asText(""),
                    row.path("message").asText(""),
                    row.path("n_rows").asLong()))
        .toList();
  }

  /** What was seen, for every place that shows a step. */
  private static List<String> lines(ScopeSeen seen) {
    var lines = new ArrayList<String>();
    var days = seen.days().stream().filter(day -> day.planned() && day.caught() > 0).count();
    lines.add("The filter catches " + seen.rows() + " on " + days + " of the plan's days:");
    seen.caught().forEach(group -> lines.add("  " + line(group)));
    if (!seen.left().isEmpty()) {
      lines.add("It leaves out, of the same days and type:");
      seen.left().forEach(group -> lines.add("  " + line(group)));
    }
    var around = seen.days().stream().filter(day -> !day.planned() && day.caught() > 0).toList();
    if (!around.isEmpty()) {
      lines.add(
          "It would catch more on days that the plan does not name: "
              + around.stream()
                  .map(day -> day.day() + " (" + day.caught() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return lines;
  }

  private static String line(ScopeSeen.Group group) {
    return group.rows()
        + " "
        + Visible.line(group.errorType())
        + ", "
        + Visible.line(group.exceptionClass())
        + ": "
        + Visible.line(group.message());
  }
}
