package dev.backfill.cloud;

import dev.backfill.problem.Action;
import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;
import dev.backfill.text.Secrets;
import dev.backfill.text.Visible;

/**
 * A call to the cloud that did not succeed; its message says what to do in one line, whatever the
 * service wrote, and holds no credential.
 */
public final class CloudException extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  /** What the cloud said, folded to what an operator can act on. */
  public enum Kind {
    /** 400: the request itself is wrong. */
    INVALID,
    /** 401: no credentials, or expired ones. */
    CREDENTIALS,
    /** 403: a permission is missing. */
    DENIED,
    /**
     * 403 whatever is asked: an API that is off, a quota project, a perimeter, a bill; no
     * permission mends it, and nothing is to be had by asking for something else.
     */
    NOT_SET_UP,
    /** 403: a quota is used up. */
    QUOTA,
    /** 404. */
    NOT_FOUND,
    /** 409: it exists already, or is not empty. */
    CONFLICT,
    /** 412: it changed since it was read. */
    PRECONDITION,
    /** 501: the sandbox does not offer it. */
    UNSUPPORTED,
    /** A job ended with an error. */
    JOB_FAILED,
    /** 429, 5xx, lost network: whether it acted is not known. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final transient Problem problem;

  /** What only a text tells of. */
  public CloudException(Kind kind, String message, Throwable cause) {
    this(kind, Problem.said(message == null ? "" : message), cause);
  }

  /** What is wrong, and what to do about it. */
  public CloudException(Kind kind, Problem problem, Throwable cause) {
    this(kind, cause, safe(problem));
  }

  private CloudException(Kind kind, Throwable cause, Problem safe) {
    super(safe.line(), cause);
    this.kind = kind;
    this.problem = safe;
  }

  private static Problem safe(Problem problem) {
    return new Problem(
        problem.where(),
        Visible.line(Secrets.removed(problem.what())),
        Visible.line(Secrets.removed(problem.remedy())),
        problem.details(),
        problem.actions());
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /**
   * Something that was there when it was looked at is not there any more.
   *
   * @param what its name
   * @param remedy what to do, a sentence
   * @param actions what the console can do
   */
  public static CloudException gone(Object what, String remedy, Action... actions) {
    return new CloudException(
        Kind.NOT_FOUND, Problem.of(what + " is gone.", remedy).with(actions), null);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the cloud could not be asked, so that what became of a call is not known. */
  public boolean leavesUnknown() {
    return kind == Kind.UNAVAILABLE || kind == Kind.CREDENTIALS;
  }

  /**
   * The same for a job that was started and may not be asked about any more: it goes on in the
   * cloud, and taking it for failed would start another beside it.
   *
   * @param job how it is named to the operator
   */
  public CloudException about(String job) {
    return kind == Kind.NOT_FOUND
        ? this
        : new CloudException(
            Kind.UNAVAILABLE,
            Problem.of(
                    getMessage() + " " + job + " continues in the cloud.",
                    "Resume to find out how it ended.")
                .with(Action.resume()),
            this);
  }
}
