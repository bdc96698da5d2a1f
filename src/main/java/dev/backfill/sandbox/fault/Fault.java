package dev.backfill.sandbox.fault;

import java.util.Arrays;
import java.util.stream.Collectors;

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
    return Arrays.stream(values())
        .filter(fault -> fault.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No fault is called '" + id + "'. The faults are " + ids() + "."));
  }

  /** All ids, for a message. */
  public static String ids() {
    return Arrays.stream(values()).map(Fault::id).collect(Collectors.joining(", "));
  }
}
