package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.report.Format;
import dev.backfill.stage.StageKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of runs whose cells are many. */
class LargeReportTest {
  @TempDir Path folder;

  @Test
  void growsByAFewHundredBytesForACell() throws Exception {
    var few = html(80);
    var more = html(160);
    // 9,300 cells stay under 5 MB, with a megabyte for what is of each of 300 tables.
    assertThat(bytes(more) - bytes(few)).isPositive().isLessThan(80 * 430);
    assertThat(more)
        .contains("<td>telemetry_stable.main_v4</td><td>2020-06-07</td>")
        .contains("Every check of 160 cells passes;")
        .contains("160 more steps were done at the first try; the JSON report has each.")
        .contains("validate: telemetry/main/4@2020-01-01 and 159 more, as sent")
        .contains("DATE(submission_timestamp) = '${day}'", "`shared-prod.${live}.${table}`")
        .doesNotContain("DATE(submission_timestamp) = '2020-");
  }

  @Test
  void tellsASmallRunInFull() throws Exception {
    assertThat(html(3))
        .contains("DATE(submission_timestamp) = '2020-01-03")
        .doesNotContain("${", "Every check of");
  }

  private static int bytes(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }

  private String html(int days) throws Exception {
    var plan = plan(days);
    var where = folder.resolve(days + " days");
    try (var journal = Journal.open(where)) {
      var engine =
          new Engine(
              "r1",
              plan,
              new FakeCloud(plan).keepingTime().cloud(),
              journal,
              new Engine.Surroundings(
                  "test",
                  Clock.systemUTC(),
                  time -> {},
                  ConfirmationRequest::phrases,
                  new EngineTest.Silent(),
                  view -> where.resolve("report.html"),
                  TargetRule.DEFAULT));
      assertThat(engine.run(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    }
    return Format.HTML.write(RunView.of(Journal.read(where)));
  }

  private static Plan plan(int days) throws Exception {
    var first = LocalDate.of(2020, 1, 1);
    return PlanFile.read(
        """
        name: test
        reason: a test
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        documents: [ telemetry/main/4 ]
        """
            + "days: { first: "
            + first
            + ", last: "
            + first.plusDays(days - 1)
            + " }\n");
  }
}
