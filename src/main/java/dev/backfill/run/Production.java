package dev.backfill.run;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PMap;

/**
 * What a run did to production, partition by partition, as its journal tells it: so it knows its
 * own writes from those of others.
 *
 * @param writes the newest write of each partition that was written, or is being written, by the
 *     cell's key
 * @param discarded whether, after an undo, the operator agreed to delete what could be copied again
 */
public record Production(Map<String, Write> writes, boolean discarded) {
  static final Write NONE = new Write(Footprint.UNTOUCHED, Optional.empty(), Optional.empty());

  /** What a partition of production holds, as far as the run knows. */
  public enum Footprint {
    /** What it held before the run. */
    UNTOUCHED,
    /** A copy was begun; how it ended is not known. */
    COPYING,
    /** The rows that were validated. */
    COPIED,
    /** What a copy or an undo wrote; that it is what it must be is not proved. */
    UNPROVED,
    /** An undo was begun; how it ended is not known. */
    RESTORING,
    /** The rows of its backup again. */
    RESTORED
  }

  /**
   * The newest write of a partition.
   *
   * @param after the partition as it was looked at after the write; while a copy is under way, as
   *     the undo before it left it; empty when it was not looked at
   * @param at when that was, in UTC
   */
  public record Write(Footprint footprint, Optional<Fingerprint> after, Optional<Instant> at) {}

  public Production {
    writes = writes instanceof PMap ? writes : Map.copyOf(writes);
  }

  /** The subject of the step that lands a cell: its partition in production. */
  public static String subject(Plan plan, Cell cell) {
    return plan.stable(cell.type()).partition(cell.day()).toString();
  }

  /** The newest write of a cell's partition. */
  public Write of(Cell cell) {
    return writes.getOrDefault(cell.key(), NONE);
  }

  public Footprint footprint(Cell cell) {
    return of(cell).footprint();
  }

  /** How many partitions stand so. */
  public long count(Footprint footprint) {
    return all().stream().filter(write -> write.footprint() == footprint).count();
  }

  /** Whether something was undone, and nothing that the run wrote is left in production. */
  public boolean isUndone() {
    return count(Footprint.RESTORED) > 0 && isFree();
  }

  /** Whether production holds nothing of the run's, and nothing is under way. */
  public boolean isFree() {
    var free = Set.of(Footprint.UNTOUCHED, Footprint.RESTORED);
    return all().stream().allMatch(write -> free.contains(write.footprint()));
  }

  /** Whether of every write the end is known, proved or not. */
  public boolean isSettled() {
    return count(Footprint.COPYING) + count(Footprint.RESTORING) == 0;
  }

  private Collection<Write> all() {
    return writes.values();
  }
}
