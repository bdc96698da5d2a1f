package dev.backfill.sandbox.http;

import java.util.List;
import java.util.Optional;

/** Tells a disk that took no more from other failures, by the words of the system. */
public final class DiskFull {
  // Java has no type for it: these are the texts of ENOSPC, EDQUOT and EFBIG (a limit on the size
  // of files, as ulimit -f sets) and of Windows' ERROR_DISK_FULL. DuckDB hands them on in its own.
  private static final List<String> WORDS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "File too large",
          "There is not enough space on the disk");

  private DiskFull() {}

  /**
   * A refusal, when a full disk is the cause, as Google answers when there is no more room for a
   * project: a status that its clients do not try again. A 507 kept an upload of Beam's trying for
   * minutes, and a 403 made it ask for credentials.
   */
  public static Optional<ApiException> of(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var said = String.valueOf(cause.getMessage());
      if (WORDS.stream().anyMatch(said::contains)) {
        return Optional.of(
            new ApiException(
                413,
                "quotaExceeded",
                "The sandbox's disk is full; nothing of this was kept. Make room on the disk of its"
                    + " folder, and do this again."));
      }
    }
    return Optional.empty();
  }
}
