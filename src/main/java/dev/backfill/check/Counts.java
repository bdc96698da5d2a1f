package dev.backfill.check;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Rewrite.Mode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What was counted for one cell. A side is empty when its table is absent or could not be read.
 *
 * @param pbd payload_bytes_decoded
 * @param live the live table
 * @param stable production's stable table
 * @param backfill the rows that the job wrote
 * @param staged the deduplicated payloads that the job read
 * @param errors the job's error rows of that document type and day
 * @param sets ids of pbd against ids of backfill; empty when a side is
 * @param outside rows of the backfill table in partitions of no day of the plan
 * @param leftovers temporary tables that a load left in the backfill's dataset
 * @param values of the documents and outside the table; empty in counts of older consoles
 * @param rewritten what a rewrite counts besides; empty in every other kind of run. Then sets are
 *     the ids that must stay against those that were staged, each with its number of rows
 * @param rejected what else is counted where rejected documents are decoded once more
 */
public record Counts(
    Cell cell,
    Optional<Side> pbd,
    Optional<Side> live,
    Optional<Side> stable,
    Optional<Side> backfill,
    Optional<Side> staged,
    Optional<Long> errors,
    Optional<Sets> sets,
    Optional<Long> outside,
    Optional<List<String>> leftovers,
    Optional<Values> values,
    Optional<Rewritten> rewritten,
    Optional<Rejected> rejected) {

  /** A cell of a replay. */
  public Counts(
      Cell cell,
      Optional<Side> pbd,
      Optional<Side> live,
      Optional<Side> stable,
      Optional<Side> backfill,
      Optional<Side> staged,
      Optional<Long> errors,
      Optional<Sets> sets,
      Optional<Long> outside,
      Optional<List<String>> leftovers,
      Optional<Values> values) {
    this(
        cell,
        pbd,
        live,
        stable,
        backfill,
        staged,
        errors,
        sets,
        outside,
        leftovers,
        values,
        Optional.empty(),
        Optional.empty());
  }

  /** A cell as it was counted before values outside the table were. */
  public Counts(
      Cell cell,
      Optional<Side> pbd,
      Optional<Side> live,
      Optional<Side> stable,
      Optional<Side> backfill,
      Optional<Side> staged,
      Optional<Long> errors,
      Optional<Sets> sets,
      Optional<Long> outside,
      Optional<List<String>> leftovers) {
    this(
        cell,
        pbd,
        live,
        stable,
        backfill,
        staged,
        errors,
        sets,
        outside,
        leftovers,
        Optional.empty());
  }

  /**
   * A cell of a rewrite.
   *
   * @param stable production's rows of the day
   * @param backfill those that the query wrote
   */
  public static Counts ofRewrite(
      Cell cell,
      Optional<Side> stable,
      Optional<Side> backfill,
      Optional<Sets> sets,
      Optional<Long> outside,
      Rewritten rewritten) {
    return new Counts(
        cell,
        Optional.empty(),
        Optional.empty(),
        stable,
        backfill,
        Optional.empty(),
        Optional.empty(),
        sets,
        outside,
        Optional.empty(),
        Optional.empty(),
        Optional.of(rewritten),
        Optional.empty());
  }

  /** The same with ids that were compared. */
  public Counts comparing(Sets compared) {
    return new Counts(
        cell,
        pbd,
        live,
        stable,
        backfill,
        staged,
        errors,
        Optional.of(compared),
        outside,
        leftovers,
        values,
        rewritten,
        rejected);
  }

  /**
   * What a rewrite counts by its predicate.
   *
   * @param mode what must become of the rows that are affected
   * @param affected rows of production that are; empty when they were not counted, or the plan has
   *     no predicate
   * @param left rows that the query wrote and that are; empty likewise
   */
  public record Rewritten(Mode mode, Optional<Long> affected, Optional<Long> left) {}

  /**
   * Values of documents that are in no column, nor in additional_properties.
   *
   * @param outside of the cell; empty when the job's counters are not known
   * @param metadata members of the pipeline's own metadata without a column, of all the days of the
   *     type that the job decoded; live loaders leave these out too
   */
  public record Values(Optional<Long> outside, long metadata) {}

  /**
   * Rejected documents of a cell, and what became of them.
   *
   * @param caught rows of production's error table that the filter catches now
   * @param kinds how many messages these have, numbers in them aside
   * @param patterns how many messages the filter names; 1 where it names none
   * @param decoded the rows that the job wrote, with all duplicates
   * @param fresh ids of these that stable does not hold on the days that are looked at
   * @param present rows of stable, on the cell's day, with ids of the backfill
   * @param later rows of stable with such ids on the later days that are looked at
   * @param strange ids of the backfill that were not decoded
   * @param named error rows of the job whose message is one that the filter names
   * @param additional rows of the backfill with properties that have no column; empty where the
   *     table keeps none
   * @param held rows that stable held on the day before these were added; empty before they are
   * @param nulls how often the columns that the plan names are null; empty where it names none
   * @param byTemplate whether somebody else's decoder made the rows, which may drop some
   */
  public record Rejected(
      long caught,
      long kinds,
      int patterns,
      Side decoded,
      long fresh,
      Side present,
      long later,
      long strange,
      long named,
      Optional<Long> additional,
      Optional<Long> held,
      List<NullShare> nulls,
      boolean byTemplate) {

    public Rejected {
      nulls = List.copyOf(nulls);
    }

    private Rejected with(List<NullShare> counted) {
      return new Rejected(
          caught,
          kinds,
          patterns,
          decoded,
          fresh,
          present,
          later,
          strange,
          named,
          additional,
          held,
          counted,
          byTemplate);
    }

    private Rejected addedTo(long held) {
      return new Rejected(
          caught,
          kinds,
          patterns,
          decoded,
          fresh,
          present,
          later,
          strange,
          named,
          additional,
          Optional.of(held),
          nulls,
          byTemplate);
    }
  }

  /**
   * One table's rows of one day (UTC).
   *
   * @param distinct distinct ids, nulls not counted
   * @param nullIds rows without an id
   */
  public record Side(long rows, long distinct, long nullIds) {}

  /**
   * Where the ids of two sides differ, with samples of each.
   *
   * @param missing ids in pbd and not in backfill
   * @param extra ids in backfill and not in pbd
   */
  public record Sets(
      long missing, long extra, List<String> missingSamples, List<String> extraSamples) {
    public Sets {
      missingSamples = List.copyOf(missingSamples);
      extraSamples = List.copyOf(extraSamples);
    }
  }

  /** The same with the nulls that were counted. */
  public Counts withNulls(List<NullShare> counted) {
    return with(rejected.map(one -> one.with(counted)));
  }

  /** The same once its rows were added to what stable held. */
  public Counts addedTo(long held) {
    return with(rejected.map(one -> one.addedTo(held)));
  }

  private Counts with(Optional<Rejected> other) {
    return new Counts(
        cell, pbd, live, stable, backfill, staged, errors, sets, outside, leftovers, values,
        rewritten, other);
  }

  /** A cell of which nothing is known. */
  public static Counts unknown(Cell cell) {
    return new Counts(
        cell,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Whether there is nothing to do: every side was asked, and none holds a row of the day. A side
   * that could not be asked is never empty. In a rewrite a day without an affected row has nothing
   * to do, whatever rows it has.
   */
  public boolean isVoid() {
    if (rewritten.isPresent()) {
      var untouched = backfill.filter(side -> side.rows() == 0).isPresent();
      return untouched && toRewrite().filter(rows -> rows == 0).isPresent();
    }
    if (rejected.isPresent()) {
      return rejected.get().caught() == 0
          && rejected.get().decoded().rows() == 0
          && Stream.of(backfill, staged)
              .allMatch(side -> side.filter(s -> s.rows() == 0).isPresent())
          && errors.filter(rows -> rows == 0).isPresent();
    }
    return Stream.of(pbd, live, stable, backfill, staged)
            .allMatch(side -> side.filter(s -> s.rows() == 0).isPresent())
        && errors.filter(rows -> rows == 0).isPresent();
  }

  /** How many rows a rewrite is for; empty when that is not known, or this is none. */
  private Optional<Long> toRewrite() {
    return rewritten.flatMap(
        one ->
            one.mode() == Mode.ANY && one.affected().isEmpty()
                ? stable.map(Side::rows)
                : one.affected());
  }

  /** The rows of each side, in words; one that could not be asked is unknown. */
  public String brief() {
    if (rewritten.isPresent()) {
      var affected = rewritten.get().affected().map(rows -> rows + " of them affected");
      return rows("stable", stable)
          + affected.map(text -> " (" + text + ")").orElse("")
          + ", "
          + rows("backfill", backfill);
    }
    if (rejected.isPresent()) {
      return "rejected "
          + rejected.get().caught()
          + ", decoded "
          + rejected.get().decoded().rows()
          + ", "
          + rows("stable", stable)
          + ", "
          + rows("backfill", backfill);
    }
    return rows("payload_bytes_decoded", pbd)
        + ", "
        + rows("live", live)
        + ", "
        + rows("stable", stable)
        + ", "
        + rows("backfill", backfill);
  }

  private static String rows(String name, Optional<Side> side) {
    return name + " " + side.map(s -> Long.toString(s.rows())).orElse("unknown");
  }

  /** {@code n_backfill / n_live}, when both are known and live is not empty. */
  public OptionalDouble ratio() {
    if (backfill.isEmpty() || live.isEmpty() || live.get().distinct() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((double) backfill.get().rows() / live.get().distinct());
  }
}
