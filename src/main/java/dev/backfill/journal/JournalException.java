package dev.backfill.journal;

import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;

/** A journal that cannot be read or written; the message says what to do. */
public final class JournalException extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final transient Problem problem;

  /** What is the matter with a journal. */
  public enum Kind {
    /** There is none. */
    ABSENT,
    /** It holds no entry: its console ended before it wrote one, and so before it did anything. */
    EMPTY,
    /** Another console has it open. */
    HELD,
    /** It holds what no console wrote. */
    DAMAGED,
    /** It holds what this version does not know. */
    NEWER,
    /** It tells of another run, or of one on another cloud. */
    ELSEWHERE,
    /** It was removed or replaced while it was open. */
    LOST,
    /** The disk did not give or take it. */
    DISK
  }

  public JournalException(Kind kind, Problem problem, Throwable cause) {
    super(problem.text(), cause);
    this.kind = kind;
    this.problem = problem;
  }

  /** The same where one sentence tells what is wrong, and another what to do. */
  public JournalException(Kind kind, String what, String remedy, Throwable cause) {
    this(kind, Problem.of(what, remedy), cause);
  }

  @Override
  public Problem problem() {
    return problem;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it was refused as it stands, with nothing changed by that. */
  public boolean isRefusal() {
    return switch (kind) {
      case EMPTY, HELD, DAMAGED, NEWER, ELSEWHERE, LOST -> true;
      case ABSENT, DISK -> false;
    };
  }
}
