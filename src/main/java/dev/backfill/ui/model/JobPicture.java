package dev.backfill.ui.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A decode job as a graph, in the order of its flow. What nobody gives is empty.
 *
 * @param nodes one for each place
 */
public record JobPicture(List<Node> nodes) {
  /** Where in the flow. */
  public enum Place {
    STAGED,
    READ,
    DECODE,
    ROWS,
    ERRORS,
    LOADS,
    ERROR_LOADS
  }

  /** How a place stands. */
  public enum Standing {
    WAITING,
    RUNNING,
    DONE,
    /** It should run, and nothing moves. */
    STALLED,
    FAILED,
    STOPPED
  }

  /**
   * One place.
   *
   * @param elements records, rows or error rows so far
   * @param of how many there will be
   * @param rate elements a second, while it runs
   * @param bytes their size
   * @param time processing time of all workers together
   * @param tables how many tables it is about
   * @param loads its load jobs
   */
  public record Node(
      Place place,
      Standing standing,
      Optional<Long> elements,
      Optional<Long> of,
      Optional<Double> rate,
      Optional<Long> bytes,
      Optional<Duration> time,
      int tables,
      Optional<LoadCount> loads) {}

  /** Load jobs by how far they are. */
  public record LoadCount(long done, long underWay, long failed) {
    LoadCount plus(LoadCount other) {
      return new LoadCount(done + other.done, underWay + other.underWay, failed + other.failed);
    }
  }

  public JobPicture {
    nodes = List.copyOf(nodes);
  }

  /** The node of a place. */
  public Node at(Place place) {
    return nodes.get(place.ordinal());
  }
}
