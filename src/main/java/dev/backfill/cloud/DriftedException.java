package dev.backfill.cloud;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.problem.Action;
import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A partition that is no longer as it was seen; nothing was changed. */
public final class DriftedException extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  private final transient Fingerprint seen;
  private final transient Fingerprint now;
  private final transient Problem problem;

  public DriftedException(Fingerprint seen, Fingerprint now, List<Fingerprint.Change> changes) {
    super(told(seen, changes).line());
    this.seen = seen;
    this.now = now;
    this.problem = told(seen, changes);
  }

  private static Problem told(Fingerprint seen, List<Fingerprint.Change> changes) {
    return Problem.of(
            seen.partition()
                + " has changed since it was last read, so nothing was copied: "
                + changes.stream().map(Object::toString).collect(Collectors.joining("; "))
                + ".",
            "Find out who wrote to it, then validate and confirm again.")
        .with(Action.from("validate"));
  }

  @Override
  public Problem problem() {
    return problem;
  }

  public Fingerprint seen() {
    return seen;
  }

  public Fingerprint now() {
    return now;
  }
}
