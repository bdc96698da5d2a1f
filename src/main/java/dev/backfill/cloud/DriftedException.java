package dev.backfill.cloud;

import dev.backfill.confirm.Fingerprint;
import java.util.List;
import java.util.stream.Collectors;

/** A partition that is no longer as it was seen; nothing was changed. */
public final class DriftedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Fingerprint seen;
  private final transient Fingerprint now;

  public DriftedException(Fingerprint seen, Fingerprint now, List<Fingerprint.Change> changes) {
    super(
        seen.partition()
            + " is not as it was seen, so nothing was copied: "
            + changes.stream().map(Object::toString).collect(Collectors.joining("; "))
            + ". Look at who wrote, then validate and confirm again.");
    this.seen = seen;
    this.now = now;
  }

  public Fingerprint seen() {
    return seen;
  }

  public Fingerprint now() {
    return now;
  }
}
