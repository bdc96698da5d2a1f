package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudKind;
import dev.backfill.plan.Plan;
import java.util.Optional;

/** Opens the cloud that a run works on; the program's wiring gives it to the window. */
public interface Clouds {

  /**
   * Connects, and starts the embedded sandbox where it is asked for; may take seconds, and is never
   * called on the window's thread.
   *
   * @throws Exception whose message tells the operator what to do
   */
  Opened open(Place place, Plan plan) throws Exception;

  /**
   * Finds out whether anything can be asked there at all, as with credentials that are refused,
   * before a run is begun.
   *
   * @throws Exception whose message tells the operator what to do
   */
  default void check(Place place, Plan plan) throws Exception {}

  /**
   * The same for a run, which has an embedded sandbox to itself: a second rehearsal of a plan does
   * not begin on what the first one left behind.
   */
  default Opened open(Place place, Plan plan, String run) throws Exception {
    return open(place, plan);
  }

  /**
   * Opens the cloud that a run was on, as the run left it, to look at it.
   *
   * @throws Exception whose message tells the operator what to do; where a run had a sandbox to
   *     itself and that is gone, another one is not made in its place
   */
  default Opened look(Place place, Plan plan, String run) throws Exception {
    return open(place, plan, run);
  }

  /**
   * The same clouds, with the sandbox that is served at an address in place of the embedded one.
   *
   * @throws UnsupportedOperationException when these have no other sandbox
   */
  default Clouds withSandboxAt(String endpoint) {
    throw new UnsupportedOperationException("No sandbox can be reached at " + endpoint + ".");
  }

  /** Where a run was begun, by the description that its journal keeps. */
  default Place place(String description) {
    return CloudKind.isSandbox(description) ? Place.SANDBOX : Place.GOOGLE;
  }

  /** The address of the sandbox that these have in place of an embedded one; empty without. */
  default Optional<String> address() {
    return Optional.empty();
  }

  /**
   * A cloud, and what to close when the run is over.
   *
   * @param account as whom the cloud is asked; empty where it asks for nobody, or does not tell
   */
  record Opened(Cloud cloud, AutoCloseable resources, String account) {
    /** A cloud that asks for nobody. */
    public Opened(Cloud cloud, AutoCloseable resources) {
      this(cloud, resources, "");
    }
  }

  /** Where a run works. */
  enum Place {
    SANDBOX,
    GOOGLE
  }
}
