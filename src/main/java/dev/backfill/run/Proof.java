package dev.backfill.run;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.confirm.Fingerprint;
import java.util.Optional;

/**
 * What proves that a copy brought what it was to bring: the rows that its job says it copied, and
 * the rows that the partition holds afterwards. Whatever copies a partition is believed only by
 * this.
 *
 * @param partition the partition that was copied to
 * @param rows how many it must hold
 * @param whose where that number comes from, as in "3 rows validated"
 * @param remedy what to do when it holds others
 */
record Proof(String partition, long rows, String whose, String remedy) {

  /** The proof of a copy over production: what was validated. */
  static Proof ofCopy(Object to, long validated) {
    return new Proof(
        to.toString(),
        validated,
        "validated",
        "Undo it (--undo), or look at the job and validate again.");
  }

  /** The proof of a backup put back. */
  static Proof ofRestore(Object to, long kept) {
    return new Proof(to.toString(), kept, "of its backup", "Look at the job, then undo again.");
  }

  /** The proof of a backup: what production held. */
  static Proof ofBackup(Object to, long held) {
    return new Proof(to.toString(), held, "of production", "Look at the job, then resume.");
  }

  /** What is wrong with the rows that the partition holds; empty when nothing is. */
  Optional<String> problem(long now) {
    return now == rows
        ? Optional.empty()
        : Optional.of(
            partition + " holds " + now + " rows in place of the " + rows + " " + whose + ".");
  }

  /**
   * Proves a copy.
   *
   * @param after the partition as it was looked at after the copy
   * @return how many rows it brought
   * @throws CloudException of kind JOB_FAILED when the numbers differ; of kind UNAVAILABLE when the
   *     service does not say what it copied: then nothing is proved
   */
  long of(CopyDone done, Fingerprint after) {
    var copied = done.rows().orElse(rows);
    if (copied != rows) {
      throw failed(
          partition
              + " received "
              + copied
              + " rows in place of the "
              + rows
              + " "
              + whose
              + ", by job "
              + done.jobId()
              + ".");
    }
    var problem = problem(after.rows());
    if (problem.isPresent()) {
      throw failed(problem.get() + " It was written by job " + done.jobId() + ", or after it.");
    }
    if (done.rows().isEmpty()) {
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          "Job "
              + done.jobId()
              + " does not say how many rows it copied to "
              + partition
              + ", so that nothing is proved. Resume to ask again.",
          null);
    }
    return copied;
  }

  private CloudException failed(String what) {
    return new CloudException(CloudException.Kind.JOB_FAILED, what + " " + remedy, null);
  }
}
