package dev.backfill.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that the console can do about a problem. The window offers a button, a command line its
 * option.
 *
 * @param on what it is done to, as its kind says; empty where there is only one
 */
public record Action(Kind kind, @JsonInclude(JsonInclude.Include.NON_EMPTY) String on) {
  /** Which act it is. */
  public enum Kind {
    /** Go on with the run. */
    RESUME("resume"),
    /** Go through the run again, from the stage of this id on. */
    FROM("from"),
    /** Put the backups back over what the run copied. */
    UNDO("undo"),
    /** Decode the cell of this key once more. */
    AGAIN("again"),
    /** Leave the cell of this key out of the run. */
    LEAVE_OUT("leave-out"),
    /** Confirm, by this phrase. */
    CONFIRM("confirm"),
    /** Say that the packet of this digest was executed. */
    HANDED_OVER("handed-over"),
    /** Look at the other run of this id, and go on with it, or clean it up. */
    OTHER_RUN("other-run"),
    /** Keep what is whole of the journal in this folder. */
    REPAIR("repair");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    @JsonValue
    String id() {
      return id;
    }
  }

  public Action {
    on = on == null ? "" : on;
  }

  /** Reads one; empty for an act that only a newer console knows, which nobody here can offer. */
  static Optional<Action> read(Map<String, String> members) {
    return kind(members.get("kind")).map(known -> new Action(known, members.get("on")));
  }

  private static Optional<Kind> kind(String id) {
    return Stream.of(Kind.values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  public static Action resume() {
    return new Action(Kind.RESUME, "");
  }

  /** Through the run again from a stage on; its id. */
  public static Action from(String stage) {
    return new Action(Kind.FROM, stage);
  }

  public static Action undo() {
    return new Action(Kind.UNDO, "");
  }

  /** Decode a cell once more; its key. */
  public static Action again(String cell) {
    return new Action(Kind.AGAIN, cell);
  }

  /** Leave a cell out; its key. */
  public static Action leaveOut(String cell) {
    return new Action(Kind.LEAVE_OUT, cell);
  }

  public static Action confirm(String phrase) {
    return new Action(Kind.CONFIRM, phrase);
  }

  /** Say that a packet was executed; its digest. */
  public static Action handedOver(String digest) {
    return new Action(Kind.HANDED_OVER, digest);
  }

  /** See to another run; its id. */
  public static Action otherRun(String run) {
    return new Action(Kind.OTHER_RUN, run);
  }

  /** Repair the journal in a run's folder. */
  public static Action repair(Object folder) {
    return new Action(Kind.REPAIR, folder.toString());
  }
}
