package dev.backfill.ui;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.EvenCounts;
import dev.backfill.fact.CountFact;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Journals of runs of many document types and days. */
final class CannedMatrix {
  private static final Instant BEGUN = Instant.parse("2020-04-15T03:00:00Z");
  private static final LocalDate FIRST = LocalDate.of(2020, 3, 1);

  private final List<Entry> entries = new ArrayList<>();
  private final Plan plan;

  private CannedMatrix(int types, int days) {
    var documents =
        IntStream.range(0, types)
            .mapToObj(i -> i == 0 ? "telemetry/main/4" : "telemetry/some-long-type-" + i + "/4")
            .collect(Collectors.joining(", "));
    var yaml =
        """
        name: matrix-%d-%d
        reason: copy_deduplicate failed on too many duplicates (bug 1630336)
        days: { first: %s, last: %s }
        documents: [ %s ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14, location: US }
        schemas: gs://moz-fx-data-prod-dataflow/schemas/202004150152_0d9902a.tar.gz
        """
            .formatted(types, days, FIRST, FIRST.plusDays(days - 1), documents);
    plan = Canned.plan(yaml);
    entries.add(new Entry.Opened(BEGUN, "r20031" + types + "x" + days, "0.1.0", "a sandbox", yaml));
  }

  /** All counted; some do not pass, some are unknown, have nothing to do, or are left out. */
  static CannedMatrix counted(int types, int days) {
    var matrix = new CannedMatrix(types, days);
    var cells = matrix.plan.cells();
    var all = cells.size();
    for (var i = 0; i < all; i++) {
      matrix.count(cells.get(i), i, all);
    }
    var out = cells.get(all - 1);
    matrix.entries.add(new Entry.LeftOut(BEGUN, out.key(), "its payloads are lost (bug 1630336)"));
    matrix.entries.add(new Entry.Again(BEGUN, cells.get(all / 2).key()));
    return matrix;
  }

  private void count(Cell cell, int at, int all) {
    if (at % 997 == 5 || at == 1) {
      observe(lacking(cell));
    } else if (at % 1201 == 7) {
      observe(Counts.unknown(cell));
    } else {
      observe(even(cell, 1000 + at));
    }
  }

  private static Counts even(Cell cell, long rows) {
    var even = EvenCounts.of(cell, rows);
    return new Counts(
        cell,
        even.pbd(),
        even.live(),
        even.stable(),
        even.backfill(),
        even.staged(),
        even.errors(),
        Optional.of(new Sets(0, 0, List.of(), List.of())),
        even.outside(),
        even.leftovers());
  }

  /** The backfill lacks some rows. */
  private static Counts lacking(Cell cell) {
    var even = EvenCounts.of(cell, 41_281_037);
    var fewer = EvenCounts.of(cell, 41_281_034);
    return new Counts(
        cell,
        even.pbd(),
        even.live(),
        even.stable(),
        fewer.backfill(),
        even.staged(),
        Optional.of(0L),
        even.sets(),
        even.outside(),
        even.leftovers());
  }

  /** Another count of one cell. */
  CannedMatrix again(int at, long rows) {
    observe(even(plan.cells().get(at), rows));
    return this;
  }

  private void observe(Counts counts) {
    entries.add(new Entry.Observed(BEGUN, StageKind.VALIDATE, new CountFact.Counted(counts)));
  }

  /** Some partitions are copied, one failed, one is being copied. */
  static CannedMatrix landing(int types, int days) {
    var matrix = counted(types, days);
    var cells = matrix.plan.cells();
    matrix.entries.add(
        new Entry.Started(BEGUN, new Step(StageKind.FINALIZE, RunView.WHOLE), 1, null));
    for (var i = 0; i < cells.size() / 2; i++) {
      var cell = cells.get(i);
      var to = matrix.plan.stable(cell.type()).partition(cell.day()).toString();
      var step = new Step(StageKind.FINALIZE, to);
      matrix.entries.add(new Entry.Started(BEGUN, step, 1, "r1-finalize-" + i));
      if (i + 1 < cells.size() / 2) {
        matrix.entries.add(
            new Entry.Ended(
                BEGUN,
                step,
                1,
                i % 61 == 3
                    ? new StepResult.Failed("BC-1F3K9QX", "BigQuery answered 403 quotaExceeded.")
                    : new StepResult.Done("41281034 rows, in place of 12811034")));
      }
    }
    return matrix;
  }

  /** One more cell's copy begins, or ends. */
  CannedMatrix copying(int at, boolean ends) {
    var cell = plan.cells().get(at);
    var to = plan.stable(cell.type()).partition(cell.day()).toString();
    var step = new Step(StageKind.FINALIZE, to);
    entries.add(
        ends
            ? new Entry.Ended(BEGUN, step, 1, new StepResult.Done("41281034 rows"))
            : new Entry.Started(BEGUN, step, 1, "r1-finalize-" + at));
    return this;
  }

  RunView view() {
    return RunView.of(entries);
  }

  List<Entry> entries() {
    return entries;
  }

  Plan plan() {
    return plan;
  }
}
