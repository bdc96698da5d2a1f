package dev.backfill.cloud;

import dev.backfill.text.Secrets;
import dev.backfill.text.Visible;

/**
 * A call to the cloud that did not succeed; its message says what to do in one line, whatever the
 * service wrote, and holds no credential.
 */
public final class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What the cloud said, folded to what an operator can act on. */
  public enum Kind {
    /** 400: the request itself is wrong. */
    INVALID,
    /** 401: no credentials, or expired ones. */
    CREDENTIALS,
    /** 403: a permission is missing. */
    DENIED,
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

  public CloudException(Kind kind, String message, Throwable cause) {
    super(message == null ? null : Visible.line(Secrets.removed(message)), cause);
    this.kind = kind;
  }

  /**
   * Something that was there when it was looked at is not there any more.
   *
   * @param what its name
   * @param remedy what to do, a sentence
   */
  public static CloudException gone(Object what, String remedy) {
    return new CloudException(Kind.NOT_FOUND, what + " is gone. " + remedy, null);
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
            getMessage() + " " + job + " goes on in the cloud; resume to find out how it ended.",
            this);
  }
}
