package dev.backfill.ui.model;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.fact.JobMeasured.StepMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.plan.Plan;
import dev.backfill.ui.model.JobPicture.LoadCount;
import dev.backfill.ui.model.JobPicture.Node;
import dev.backfill.ui.model.JobPicture.Place;
import dev.backfill.ui.model.JobPicture.Standing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a job's picture of its figures. */
final class JobPainter {
  private static final String READ = DecodeJob.READ_STEP.strip();
  private static final Optional<Long> NO_NUMBER = Optional.empty();
  private static final Optional<Double> NO_RATE = Optional.empty();
  private static final Optional<Duration> NO_TIME = Optional.empty();

  private final JobTally tally;
  private final String state;
  private final boolean stalled;
  private final Optional<Double> readRate;
  private final Optional<Double> rowRate;

  /**
   * Makes it for a moment.
   *
   * @param state the job's, in Dataflow's word
   * @param stalled whether nothing has moved for too long
   * @param readRate records read a second, now
   * @param rowRate rows a second, now
   */
  JobPainter(
      JobTally tally,
      String state,
      boolean stalled,
      Optional<Double> readRate,
      Optional<Double> rowRate) {
    this.tally = tally;
    this.state = state;
    this.stalled = stalled;
    this.readRate = readRate;
    this.rowRate = rowRate;
  }

  JobPicture picture(Plan plan) {
    var shown = tally.known(plan);
    var tables = shown.tables();
    var errors = shown.errorTables();
    return new JobPicture(
        List.of(
            staged(shown.types()),
            read(shown.types()),
            decode(shown.types()),
            made(Place.ROWS, tally.rows(), tables.size()),
            made(Place.ERRORS, tally.errors(), errors.size()),
            loads(Place.LOADS, withTemporary(tables), tables.size()),
            loads(Place.ERROR_LOADS, errors, errors.size())));
  }

  /** Parts of large tables are loaded on the way to the rows' tables; errors are few. */
  private static Set<String> withTemporary(Set<String> tables) {
    var all = new HashSet<>(tables);
    all.add(LoadsSeen.TEMPORARY);
    return all;
  }

  private Node staged(int tables) {
    var rows = Optional.of(tally.staged()).filter(n -> n > 0);
    var standing = rows.isPresent() ? Standing.DONE : Standing.WAITING;
    return new Node(
        Place.STAGED,
        standing,
        rows,
        NO_NUMBER,
        NO_RATE,
        NO_NUMBER,
        NO_TIME,
        tables,
        Optional.empty());
  }

  private Node read(int tables) {
    var standing = standing(tally.read() > 0, tally.isAllRead() || isThrough(READ));
    return new Node(
        Place.READ,
        standing,
        known(tally.read()),
        Optional.of(tally.staged()).filter(n -> n > 0),
        standing == Standing.RUNNING ? readRate : NO_RATE,
        tally.step(READ).flatMap(StepMeasured::bytes),
        tally.time(READ),
        tables,
        Optional.empty());
  }

  private Node decode(int tables) {
    var through = tally.isAllRead() && tally.through() >= tally.read();
    var standing = standing(tally.read() > 0, through || isThrough(DecodeJob.DECODE_STEP));
    return new Node(
        Place.DECODE,
        standing,
        known(tally.through()),
        Optional.of(tally.staged()).filter(n -> n > 0),
        standing == Standing.RUNNING ? rowRate : NO_RATE,
        tally.step(DecodeJob.DECODE_STEP).flatMap(StepMeasured::bytes),
        tally.time(DecodeJob.DECODE_STEP),
        tables,
        Optional.empty());
  }

  /** Rows or error rows, written to files while they are decoded. */
  private Node made(Place place, long rows, int tables) {
    var decoded = tally.isAllRead() && tally.through() >= tally.read();
    var standing = standing(rows > 0, decoded || isThrough(DecodeJob.DECODE_STEP));
    return new Node(
        place,
        standing,
        known(rows),
        NO_NUMBER,
        NO_RATE,
        NO_NUMBER,
        place == Place.ROWS ? tally.time(DecodeJob.WRITE_STEP) : NO_TIME,
        tables,
        Optional.empty());
  }

  private Node loads(Place place, Set<String> into, int tables) {
    var loads = tally.loads(into::contains);
    var begun = loads.filter(n -> n.done() + n.underWay() > 0).isPresent();
    var failed = loads.filter(n -> n.failed() > 0 && n.underWay() == 0).isPresent();
    var standing = standing(begun, false);
    return new Node(
        place,
        failed && standing != Standing.DONE ? Standing.FAILED : standing,
        tally.loaded(into::contains),
        NO_NUMBER,
        NO_RATE,
        NO_NUMBER,
        NO_TIME,
        tables,
        loads.map(n -> new LoadCount(n.done(), n.underWay(), n.failed())));
  }

  /** Figures that are not there yet are no zeros. */
  private Optional<Long> known(long number) {
    return tally.hasCounters() || tally.measured().isPresent()
        ? Optional.of(number)
        : Optional.empty();
  }

  /** Whether the service says that all of a step's stages are through. */
  private boolean isThrough(String step) {
    return tally.step(step).filter(one -> one.state().equals("DONE")).isPresent();
  }

  private Standing standing(boolean begun, boolean through) {
    return switch (state) {
      case "DONE", "UPDATED", "DRAINED" -> Standing.DONE;
      case "FAILED" -> through ? Standing.DONE : begun ? Standing.FAILED : Standing.WAITING;
      case "CANCELLED", "CANCELLING" ->
          through ? Standing.DONE : begun ? Standing.STOPPED : Standing.WAITING;
      default ->
          through
              ? Standing.DONE
              : !begun ? Standing.WAITING : stalled ? Standing.STALLED : Standing.RUNNING;
    };
  }
}
