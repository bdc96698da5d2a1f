package dev.backfill.sandbox.fault;

import dev.backfill.text.Ids;

/** What can go wrong on purpose in a rehearsal. */
public enum Fault {
  TOO_MANY("too-many-requests", "bursts of 429"),
  SERVER_ERROR("server-error", "bursts of 500"),
  UNAVAILABLE("unavailable", "bursts of 503"),
  DROP_BEFORE("drop-before", "connections cut before the server acted"),
  DROP_AFTER("drop-after", "connections cut after the server acted"),
  SLOW("slow", "answers that take up to two seconds"),
  CREDENTIALS("credentials", "credentials that expire: 401 from then on"),
  PERMISSION("permission", "a permission lost: every change is answered 403"),
  QUOTA("quota", "a quota used up: every job is refused with 403 quotaExceeded"),
  DATAFLOW_FAILS("dataflow-fails", "a Dataflow job that fails"),
  DATAFLOW_STALLS("dataflow-stalls", "a Dataflow job that stands still for a while"),
  DATAFLOW_LOSES("dataflow-loses-worker", "a Dataflow job whose worker dies"),
  LAUNCHER_FAILS("launcher-fails", "a Dataflow template whose launcher fails"),
  LOAD_FAILS("load-fails", "load jobs that fail"),
  TABLE_CHANGED("table-changed", "a production table changed by someone else before it is copied"),
  DISK_FULL("disk-full", "a full disk for the journal");

  private final String id;
  private final String meaning;

  Fault(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  public String id() {
    return id;
  }

  public String meaning() {
    return meaning;
  }

  /**
   * The fault of an id.
   *
   * @throws IllegalArgumentException naming the ids there are
   */
  public static Fault of(String id) {
    return Ids.find(values(), Fault::id, id, "No fault is called", "The faults are");
  }

  /** All ids, for a message. */
  public static String ids() {
    return Ids.list(values(), Fault::id);
  }
}
