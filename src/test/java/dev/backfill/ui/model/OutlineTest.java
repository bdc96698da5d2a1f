package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all of a plan's steps come to, counted from what the stages declare. */
class OutlineTest {
  private static final String YAML =
      """
      name: two-days
      reason: a reason
      days: { first: 2020-04-14, last: 2020-04-15 }
      documents: [ telemetry/main/4, telemetry/core/10 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      finalize: { mode: overwrite, backup: true, by: self }
      """;

  @Test
  void countsEachThingOnce() {
    var outline = outline(YAML);
    // The run's bucket is made by mirror, and by decode where it is gone since.
    assertThat(outline.buckets()).isEqualTo(1);
    assertThat(outline.overwritten()).isEqualTo(4);
    assertThat(outline.backups()).isEqualTo(4);
    assertThat(outline.jobs()).isEqualTo(1);
    assertThat(outline.deleting()).isTrue();
    // Staged, rows and their errors of each type, and a backup of each.
    assertThat(outline.tables()).isEqualTo(7);
  }

  @Test
  void saysWhoOverwritesWhatAndWhatIsKept() throws Exception {
    assertThat(lines(YAML))
        .anyMatch(line -> line.startsWith("Overwrites 4 partitions of production, in shared-prod"))
        .anyMatch(line -> line.endsWith("each copied to a backup first"))
        .anyMatch(line -> line.startsWith("Deletes what it created in data-backfill-14"));
    var others = YAML.replace("by: self", "by: hand-over").replace("backup: true", "backup: false");
    assertThat(lines(others))
        .noneMatch(line -> line.startsWith("Overwrites"))
        .anyMatch(line -> line.startsWith("Others overwrite") && line.endsWith("without a backup"));
  }

  private static final String REPROCESS =
      """
      playbook: reprocess
      name: rejected
      reason: a reason
      days: { first: 2020-04-14, last: 2020-04-15 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      errors: { messages: [ '%too long%' ], after: delete }
      decode: { by: template, template: 'gs://t/d.json', parameters: { input: '${input}', output: '${output}', errorOutput: '${errors}' } }
      finalize: { mode: append, by: self }
      """;

  @Test
  void saysThatErrorRowsGoAndThatATemplateRuns() throws Exception {
    var outline = outline(REPROCESS);
    assertThat(outline.cleared()).isEqualTo(2);
    assertThat(outline.jobs()).isEqualTo(1);
    assertThat(lines(REPROCESS))
        .contains(
            "Deletes reprocessed error rows of 2 cells from shared-prod, after their number is typed,"
                + " each kept in a backup first")
        .anyMatch(line -> line.startsWith("Deletes what it created in data-backfill-14"));
    assertThat(lines(REPROCESS.replace("by: self", "by: self, backup: false")))
        .anyMatch(line -> line.endsWith("their number is typed, without a backup"));
    assertThat(lines(REPROCESS.replace("by: self", "by: hand-over")))
        .anyMatch(line -> line.startsWith("Others delete the reprocessed error rows"));
    assertThat(lines(REPROCESS.replace(", after: delete", "")))
        .noneMatch(line -> line.contains("error rows"));
  }

  private static List<String> lines(String yaml) throws Exception {
    return outline(yaml).lines(PlanFile.read(yaml));
  }

  private static Outline outline(String yaml) {
    try {
      Plan plan = PlanFile.read(yaml);
      return Outline.of(Playbooks.of(plan).steps(PlannedRun.of(plan)));
    } catch (dev.backfill.plan.InvalidPlan e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
