package dev.backfill.google;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.TableState;
import dev.backfill.plan.TableName;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Looks at tables for all who look side by side: copies of a table's days each look at both of
 * their tables before, and at what they wrote after. Who looks while others' jobs are under way
 * waits a moment for those, so that one look answers for all; none is answered by a look that is
 * older than the question.
 *
 * <p>Of 32 copies of three seconds each, ten a second come to look: ten share a look of a second.
 */
final class TableLooks {
  /** Asks the service. */
  interface Asked {
    Optional<TableState> table(TableName name);

    /**
     * The partitions by their ids.
     *
     * @param only the one that is asked for; empty for all
     */
    Map<String, PartitionState> partitions(TableName name, Optional<LocalDate> only);
  }

  /** Waits. */
  interface Wait {
    void millis(long time) throws InterruptedException;
  }

  private static final int MILLIS_A_JOB = 50;
  private static final int MOST_MILLIS = 1_000;

  private final Asked asked;
  private final IntSupplier underWay;
  private final Wait wait;
  private final Joined<List<TableName>, Map<TableName, Optional<Looked>>> tables =
      new Joined<>(this::gather);
  private final Joined<TableName, Map<String, PartitionState>> partitions =
      new Joined<>(this::gather);

  /**
   * Makes looks.
   *
   * @param underWay how many jobs are waited for, whose ends are going to be looked at
   */
  TableLooks(Asked asked, IntSupplier underWay, Wait wait) {
    this.asked = asked;
    this.underWay = underWay;
    this.wait = wait;
  }

  /** A table with partitions of it, looked at together. */
  record Looked(TableState table, Map<String, PartitionState> partitions) {
    /** A day's partition (UTC); empty when it has no rows yet. */
    Optional<PartitionState> on(LocalDate day) {
      return Optional.ofNullable(partitions.get(day.format(BASIC_ISO_DATE)));
    }
  }

  /** Tables as they are, each with at least its partition of a day; empty where there is none. */
  Map<TableName, Optional<Looked>> at(LocalDate day, List<TableName> names) {
    return tables.get(
        names, isShared -> look(names, isShared ? Optional.empty() : Optional.of(day)));
  }

  private Map<TableName, Optional<Looked>> look(List<TableName> names, Optional<LocalDate> only) {
    var found = new HashMap<TableName, Optional<Looked>>();
    names.forEach(
        name ->
            found.put(
                name,
                asked.table(name).map(table -> new Looked(table, asked.partitions(name, only)))));
    return found;
  }

  /** A day's partition of a table, of which nothing else is asked. */
  Optional<PartitionState> partition(TableName name, LocalDate day) {
    var found =
        partitions.get(
            name,
            isShared -> asked.partitions(name, isShared ? Optional.empty() : Optional.of(day)));
    return Optional.ofNullable(found.get(day.format(BASIC_ISO_DATE)));
  }

  private void gather() {
    try {
      wait.millis(Math.min(MOST_MILLIS, MILLIS_A_JOB * underWay.getAsInt()));
    } catch (InterruptedException e) {
      // Who comes later is not waited for, and the call itself tells of the interrupt.
      Thread.currentThread().interrupt();
    }
  }
}
