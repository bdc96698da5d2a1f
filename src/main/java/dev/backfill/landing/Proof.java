package dev.backfill.landing;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What proves that a copy brought what it was to bring: the rows that its job says it copied, and
 * the rows that the partition holds afterwards. Whatever copies a partition, be it we or others, is
 * believed only by this.
 *
 * @param partition the partition that was copied to
 * @param rows how many it must bring
 * @param holds how many the partition must hold afterwards
 * @param whose where that number comes from, as in "3 rows validated"
 * @param remedy what to do when it holds others
 * @param actions what the console can do then
 */
record Proof(
    String partition, long rows, long holds, String whose, String remedy, List<Action> actions) {

  /**
   * What was proved.
   *
   * @param rows how many it brought
   * @param after the partition as it is now
   */
  record Proved(long rows, Fingerprint after) {}

  /** The proof of a copy over production: what was validated. */
  static Proof ofCopy(Object to, long validated) {
    return new Proof(
        to.toString(),
        validated,
        validated,
        "validated",
        "Undo it, or look at the job and validate again.",
        List.of(Action.undo(), BackTo.VALIDATE));
  }

  /** The proof of rows added to production: those that it held, and those that were validated. */
  static Proof ofAppend(Object to, long validated, long held) {
    return new Proof(
        to.toString(),
        validated,
        held + validated,
        "that were there and were validated",
        "Undo it, or look at the job and validate again.",
        List.of(Action.undo(), BackTo.VALIDATE));
  }

  /** The proof of a backup put back. */
  static Proof ofRestore(Object to, long kept) {
    return new Proof(
        to.toString(),
        kept,
        kept,
        "of its backup",
        "Look at the job, then undo again.",
        List.of(Action.undo()));
  }

  /** The proof of a backup: what production held. */
  static Proof ofBackup(Object to, long held) {
    return new Proof(
        to.toString(),
        held,
        held,
        "of production",
        "Look at the job, then resume.",
        List.of(Action.resume()));
  }

  /** What is wrong with the rows that the partition holds; empty when nothing is. */
  Optional<String> problem(long now) {
    return now == holds
        ? Optional.empty()
        : Optional.of(
            partition + " holds " + now + " rows in place of the " + holds + " " + whose + ".");
  }

  /**
   * Looks at what a copy wrote, hands it over to be noted, and proves the copy by it.
   *
   * @throws CloudException of kind JOB_FAILED when the numbers differ; of kind UNAVAILABLE when the
   *     service does not say what it copied: then nothing is proved
   */
  Proved of(
      CopyDone done, Warehouse warehouse, ProductionPartition to, Consumer<Fingerprint> note) {
    var after = Fingerprints.take(warehouse, to.table().name(), to.day());
    note.accept(after);
    return new Proved(of(done, after.rows()), after);
  }

  /**
   * Proves that a table is encrypted as it was before a copy.
   *
   * @throws CloudException of kind JOB_FAILED when its key is another
   */
  static void sameKey(Fingerprint before, Fingerprint after) {
    if (!before.encryption().equals(after.encryption())) {
      throw new CloudException(
          CloudException.Kind.JOB_FAILED,
          Problem.of(
              after.partition()
                  + " holds its rows, but its table's encryption key was "
                  + before.encryption()
                  + " before the copy and is "
                  + after.encryption()
                  + " now.",
              "Ask whoever keeps the keys to give the table that key again (bq update"
                  + " --destination_kms_key)."),
          null);
    }
  }

  /** The same of a partition that is not production's: its rows tell. */
  long of(CopyDone done, Warehouse warehouse, StagingPartition to) {
    var after = warehouse.partition(to.table().name(), to.day());
    return of(done, after.map(PartitionState::rows).orElse(0L));
  }

  private long of(CopyDone done, long now) {
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
    var problem = problem(now);
    if (problem.isPresent()) {
      throw failed(problem.get() + " It was written by job " + done.jobId() + ", or after it.");
    }
    if (done.rows().isEmpty()) {
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          Problem.of(
                  "Job "
                      + done.jobId()
                      + " does not say how many rows it copied to "
                      + partition
                      + ", so nothing is proved.",
                  "Resume to ask again.")
              .with(Action.resume()),
          null);
    }
    return copied;
  }

  private CloudException failed(String what) {
    return new CloudException(
        CloudException.Kind.JOB_FAILED,
        Problem.of(what, remedy).with(actions.toArray(Action[]::new)),
        null);
  }
}
