package dev.backfill.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One step of a stage as a plan alone tells it: the one source of the preview, of what can be done
 * by hand, of the permissions that preflight asks for, and of what progress is measured against.
 *
 * <p>Texts that are long, SQL and commands, are made when they are asked for: a plan of years has
 * tens of thousands of steps.
 */
public final class PlannedStep {
  /** What a step does to the world. */
  public enum Kind {
    /** It changes nothing, and is looked at anew whenever its stage runs. */
    READS(false),
    /** It makes or labels what is not there yet; looked at anew whenever its stage runs. */
    MAKES(false),
    /** It writes rows in the target project, once. */
    WRITES(true),
    /** It overwrites production, once, after the partition was named. */
    OVERWRITES(true),
    /** It deletes what was listed, after that was named. */
    DELETES(false),
    /** It writes a file on this machine. */
    TELLS(false);

    private final boolean once;

    Kind(boolean once) {
      this.once = once;
    }

    /** Whether a step that was done is not done again when its stage runs once more. */
    public boolean isOnce() {
      return once;
    }
  }

  /**
   * What a step may be refused for.
   *
   * @param on a project's id, or {@code gs://} and a bucket's name
   * @param name as IAM names it, for example {@code bigquery.tables.get}
   */
  public record Permission(String on, String name) {}

  private static final Supplier<String> NOTHING = () -> "";

  private final Step step;
  private final Kind kind;
  private final String call;
  private final String touches;
  private final Supplier<String> sql;
  private final Supplier<String> command;
  private final List<Permission> permissions;

  private PlannedStep(
      Step step,
      Kind kind,
      String call,
      String touches,
      Supplier<String> sql,
      Supplier<String> command,
      List<Permission> permissions) {
    this.step = step;
    this.kind = kind;
    this.call = call;
    this.touches = touches;
    this.sql = sql;
    this.command = command;
    this.permissions = permissions;
  }

  /**
   * A step that asks nothing of a cloud; what it does ask is added.
   *
   * @param subject the step's subject as {@link Step#planned} gives it
   */
  public static PlannedStep of(StageKind stage, String subject, Kind kind) {
    return new PlannedStep(new Step(stage, subject), kind, "", "", NOTHING, NOTHING, List.of());
  }

  /** The same with the service's methods that it calls. */
  public PlannedStep calling(String... methods) {
    var all = String.join(", ", methods);
    return new PlannedStep(step, kind, all, touches, sql, command, permissions);
  }

  /** The same with what it changes, in words. */
  public PlannedStep touching(String what) {
    return new PlannedStep(step, kind, call, what, sql, command, permissions);
  }

  /** The same with the GoogleSQL that it sends; several statements end with semicolons. */
  public PlannedStep sending(Supplier<String> text) {
    return new PlannedStep(step, kind, call, touches, text, command, permissions);
  }

  /** The same with what does it by hand, for a POSIX shell; every name in it is quoted. */
  public PlannedStep byHand(Supplier<String> text) {
    return new PlannedStep(step, kind, call, touches, sql, text, permissions);
  }

  /** The same with permissions that it needs on a project or a bucket. */
  public PlannedStep needing(String on, String... names) {
    var more = new ArrayList<>(permissions);
    for (var name : names) {
      more.add(new Permission(on, name));
    }
    return new PlannedStep(step, kind, call, touches, sql, command, List.copyOf(more));
  }

  public Step step() {
    return step;
  }

  public StageKind stage() {
    return step.stage();
  }

  public String subject() {
    return step.subject();
  }

  public Kind kind() {
    return kind;
  }

  /** The service's methods, for example {@code bigquery.jobs.insert (query)}; empty for none. */
  public String call() {
    return call;
  }

  /** What it changes, in words; empty when it only reads. */
  public String touches() {
    return touches;
  }

  /** The GoogleSQL that it sends. */
  public Optional<String> sql() {
    return Optional.of(sql.get()).filter(text -> !text.isEmpty());
  }

  /** The same by hand, for a POSIX shell; empty where nothing is asked of a cloud. */
  public String command() {
    return command.get();
  }

  public List<Permission> permissions() {
    return permissions;
  }

  @Override
  public String toString() {
    return step + " (" + kind + ")";
  }
}
