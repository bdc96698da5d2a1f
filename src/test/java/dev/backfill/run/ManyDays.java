package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Runs of one document type and many days, on a cloud in memory. */
final class ManyDays {
  private ManyDays() {}

  /** Runs to the end in a folder of its own; gives the journal. */
  static List<Entry> run(Path folder, int days) throws Exception {
    return run(folder, List.of("telemetry/main/4"), days);
  }

  /** The same of several document types. */
  static List<Entry> run(Path folder, List<String> types, int days) throws Exception {
    var plan = plan(types, days);
    var where = folder.resolve(days + " days");
    try (var journal = Journal.open(where)) {
      var cloud = new FakeCloud(plan).keepingTime().cloud();
      var engine = new Engine("r1", plan, cloud, journal, Around.in(where).made());
      assertThat(engine.run(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    }
    return Journal.read(where);
  }

  private static Plan plan(List<String> types, int days) throws Exception {
    var first = LocalDate.of(2020, 1, 1);
    return PlanFile.read(
        """
        name: test
        reason: a test
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
            + "documents: "
            + types
            + "\ndays: { first: "
            + first
            + ", last: "
            + first.plusDays(days - 1)
            + " }\n");
  }
}
