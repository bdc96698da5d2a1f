package dev.backfill.stages;

import dev.backfill.cloud.PartitionState;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.Steps;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StagingSql;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Stages one cell, by one query or by slices of its day.
 *
 * <p>The first slice replaces what the partition holds, each other adds to it. All have jobs of
 * deterministic ids, so none is added twice: one that was begun and whose end is not known is asked
 * for under its own id, and one that failed has added nothing and is tried again alone. The ids of
 * the others hold the number of the first one's try, so that a day that is staged anew from its
 * first slice on stages all the others anew too.
 */
final class CellStaging {
  /**
   * The most that one query reads of a day, in bytes. A query may run for 6 hours. Of 24 slices of
   * a day of 4 TB, as operators measured them, the slowest took 32 minutes: 6 hours are 11 of such
   * slices, of 170 GB each, 1.9 TB. Half of that leaves room for a slower day.
   */
  static final long MOST_BYTES = 1_000_000_000_000L;

  private static final int DAY = 24;

  private final Steps steps;
  private final Plan plan;
  private final Cell cell;
  private final StagedRows staged;
  private final StagedBytes bytes;

  // What a query of the whole day reads at most; it is not asked twice.
  private OptionalLong wholeDay = OptionalLong.empty();

  /**
   * Makes the staging of a cell.
   *
   * @param staged what was staged before
   * @param bytes what the queries read at most
   */
  CellStaging(Steps steps, Cell cell, StagedRows staged, StagedBytes bytes) {
    this.steps = steps;
    this.plan = steps.plan();
    this.cell = cell;
    this.staged = staged;
    this.bytes = bytes;
  }

  /** The subject of a slice's step, when the first slice's newest try has this number. */
  static String subject(Cell cell, Slice slice, int first) {
    var subject = slice.subject(cell);
    return slice.isFirst() ? subject : Step.forTry(subject, "try " + first);
  }

  StepResult stage() {
    var slices = staged.slices().count(cell).orElseGet(this::slicesBySize);
    return slices == 1 ? whole() : sliced(Slice.all(slices));
  }

  private int slicesBySize() {
    var most = bytes.of(cell, MOST_BYTES);
    wholeDay = OptionalLong.of(most);
    return Plan.SLICES.stream().filter(n -> most / n <= MOST_BYTES).findFirst().orElse(DAY);
  }

  /** A cell that is wanted once more keeps what was staged of it while that is still there. */
  private StepResult whole() {
    if (!isWanted() && !steps.isAnew() || steps.isJobOpen(cell.key())) {
      return steps.onceAsJob(cell.key(), this::query);
    }
    return isThere() ? kept() : steps.againAsJob(cell.key(), this::query);
  }

  private boolean isWanted() {
    return steps.view().choices().again().contains(cell.key());
  }

  private boolean isThere() {
    if (steps.isAnew()) {
      return false;
    }
    var there = there();
    return there > 0 && there == staged.of(cell);
  }

  private StepResult kept() {
    return steps.look(
        cell.key(), () -> new AlreadyDone("the " + staged.of(cell) + " staged rows are there"));
  }

  private long there() {
    return steps
        .cloud()
        .warehouse()
        .partition(plan.staged(cell.type()).name(), cell.day())
        .map(PartitionState::rows)
        .orElse(0L);
  }

  private String purpose() {
    return plan.reprocess().isPresent() ? "stage" : "deduplicate";
  }

  private StepResult query(String job) {
    var sql = StagingSql.of(plan, cell);
    var asked = new CostedQueries(steps);
    var read = wholeDay.orElseGet(() -> bytes.of(cell, Long.MAX_VALUE));
    var most = asked.told(purpose(), sql, read, 1);
    asked.keep(cell);
    var to = plan.staged(cell.type()).partition(cell.day());
    return PartitionQuery.make(steps, cell, to, job, sql, most, "rows");
  }

  private StepResult sliced(List<Slice> slices) {
    var open = slices.stream().anyMatch(slice -> steps.isJobOpen(subject(slice)));
    var complete = slices.stream().allMatch(this::isDone);
    if (complete && !steps.isAnew()) {
      if (!isWanted()) {
        return steps.result(subject(slices.get(slices.size() - 1))).orElseThrow();
      } else if (isThere()) {
        return kept();
      }
    }
    // What still runs is waited for first: it would add its rows after the partition was replaced.
    var anew = !open && (complete || steps.isAnew());
    var most = new ArrayList<Long>();
    var looked = steps.look(cell.key(), () -> look(slices, most));
    var result = looked;
    for (var slice : slices) {
      if (result.succeeded()) {
        result = stage(slice, most.get(slice.number() - 1), anew && slice.isFirst());
      }
    }
    return result;
  }

  private String subject(Slice slice) {
    return subject(cell, slice, steps.tries(new Slice(1, slice.of()).subject(cell)));
  }

  private boolean isDone(Slice slice) {
    return steps.result(subject(slice)).filter(StepResult::succeeded).isPresent();
  }

  private StepResult look(List<Slice> slices, List<Long> most) {
    var asked = new CostedQueries(steps);
    for (var slice : slices) {
      var sql = StagingSql.of(plan, cell, slice);
      most.add(asked.dryRun(purpose() + " " + slice, plan.targetProject(), sql, 1));
    }
    asked.keep(cell);
    return new Done(
        slices.size() + " slices, which read " + Amounts.bytes(asked.bytes()) + " at most");
  }

  private StepResult stage(Slice slice, long most, boolean anew) {
    var subject = subject(slice);
    return anew
        ? steps.againAsJob(subject, job -> query(slice, most, job))
        : steps.onceAsJob(subject, job -> query(slice, most, job));
  }

  private StepResult query(Slice slice, long most, String job) {
    var sql = StagingSql.of(plan, cell, slice);
    var to = plan.staged(cell.type()).partition(cell.day());
    var staging = steps.cloud().staging();
    var done =
        slice.isFirst()
            ? staging.queryInto(job, sql, to, most, steps.progress())
            : staging.queryOnto(job, sql, to, most, steps.progress());
    steps.note(
        new Staged(
            cell.key(), done.rows(), done.bytesProcessed(), done.slotMillis(), slice.number()));
    return new Done(
        String.format(
            Locale.ROOT,
            "%,d rows of the day so far, %s read",
            done.rows(),
            Amounts.bytes(done.bytesProcessed())));
  }
}
