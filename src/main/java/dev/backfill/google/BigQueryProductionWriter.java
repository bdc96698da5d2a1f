package dev.backfill.google;

import com.google.cloud.bigquery.BigQuery;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.ProductionWriter;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.google.PartitionCopies.How;
import dev.backfill.google.PartitionCopies.Pair;
import dev.backfill.google.PartitionCopies.Side;
import dev.backfill.google.TableLooks.Looked;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Replaces a confirmed production partition or adds to it, and refuses when it is not what was
 * confirmed.
 */
final class BigQueryProductionWriter implements ProductionWriter {
  private static final Pattern DAY = Pattern.compile("\\$\\d{8}$");

  private final BigQuery client;
  private final PartitionCopies copies;
  private final TableLooks looks;
  private final ProjectGuard guard;
  private final ErrorRowDeletion deletion;

  // Tables, each with the etag that was confirmed, which copies of ours have changed since.
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  BigQueryProductionWriter(
      BigQuery client,
      PartitionCopies copies,
      TableLooks looks,
      ProjectGuard guard,
      ErrorRowDeletion deletion) {
    this.client = client;
    this.copies = copies;
    this.looks = looks;
    this.guard = guard;
    this.deletion = deletion;
  }

  @Override
  public CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.what();
    var pair = pair(what.from(), what.to());
    confirmed.spend();
    return copy(pair, How.REPLACING, jobId, what.staging(), what.production(), progress);
  }

  @Override
  public CopyDone append(Confirmed<AppendPartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.what();
    var pair = pair(what.from(), what.to());
    confirmed.spend();
    return copy(pair, How.ADDING, jobId, what.staging(), what.production(), progress);
  }

  @Override
  public CopyDone restore(Confirmed<RestorePartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.what();
    var pair = pair(what.from(), what.to());
    confirmed.spend();
    return what.rowsThen() == 0
        ? clear(pair, jobId, what.production())
        : copy(pair, How.REPLACING, jobId, what.backup(), what.production(), progress);
  }

  @Override
  public Optional<CopyDone> begun(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress) {
    return copies.begun(pair(from, to), How.REPLACING, jobId, progress);
  }

  @Override
  public Optional<CopyDone> appended(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress) {
    return copies.begun(pair(from, to), How.ADDING, jobId, progress);
  }

  @Override
  public long deleteErrors(Confirmed<DeleteErrorRows> confirmed, String jobId, Progress progress) {
    return deletion.run(confirmed, jobId, progress);
  }

  @Override
  public Optional<Long> errorsDeleted(String jobId, Progress progress) {
    return deletion.begun(jobId, progress);
  }

  private Pair pair(StagingPartition from, ProductionPartition to) {
    guard.production(to.table().name().project());
    guard.staging(from.table().name().project());
    return new Pair(Side.of(from), Side.of(to));
  }

  /**
   * Copies what is as it was seen. What is not may have been written by this very job, when a
   * former console began it and did not live to hear of its end: that end is awaited then. Where it
   * runs still, and nothing has changed yet, the service refuses a second job of its id, and the
   * first is awaited too. So nothing is asked about a job that never was, as most.
   */
  private CopyDone copy(
      Pair pair,
      How how,
      String jobId,
      Fingerprint source,
      Fingerprint destination,
      Progress progress) {
    Optional<String> key;
    try {
      key = checked(pair, source, destination).encryption();
    } catch (DriftedException e) {
      return copies.begun(pair, how, jobId, progress).orElseThrow(() -> e);
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      return copies.begun(pair, how, jobId, progress).orElseThrow(() -> e);
    }
    ours.add(key(pair.to(), destination));
    // Race: a copy job takes no precondition; a change between this look and its start is lost,
    // but for the backup, or stays beside what is added, which the count after it shows.
    return copies.run(pair, how, key, jobId, progress);
  }

  /** The destination's table, after one look at both sides has found them as they were seen. */
  private TableState checked(Pair pair, Fingerprint source, Fingerprint destination) {
    var names = List.of(pair.from().table(), pair.to().table());
    var found = looks.at(pair.to().day(), names);
    var from = there(found, pair.from());
    var to = there(found, pair.to());
    fits(from.table(), to.table(), pair);
    unchanged(source, from, pair.from());
    unchanged(destination, to, pair.to());
    return to.table();
  }

  // A partition that is not there cannot be copied: the one that stands in its place is deleted.
  private CopyDone clear(Pair pair, String jobId, Fingerprint seen) {
    var side = pair.to();
    if (!DAY.matcher(side.decorated()).find()) {
      throw refused(pair, "without a day its table would be deleted");
    }
    unchanged(seen, there(looks.at(side.day(), List.of(side.table())), side), side);
    ours.add(key(side, seen));
    Errors.change(
        "Delete partition " + side + " (bigquery.tables.delete)", () -> client.delete(side.id()));
    looks
        .partition(side.table(), side.day())
        .filter(left -> left.rows() > 0)
        .ifPresent(
            left -> {
              throw refused(pair, left.rows() + " rows are still there");
            });
    return new CopyDone(jobId, 0);
  }

  private static void fits(TableState from, TableState to, Pair pair) {
    var differences = SpecDiff.of(to.spec(), from.spec());
    if (!differences.isEmpty()) {
      throw refused(pair, String.join("; ", differences));
    }
    if (from.streaming()) {
      throw refused(pair, from.name() + " has rows in its streaming buffer, which are not copied");
    }
  }

  private void unchanged(Fingerprint seen, Looked found, Side side) {
    var now = Fingerprints.of(found.table(), side.day(), found.on(side.day()));
    var others = seen.changesBesidesEtag(now);
    // The first copy of ours into a table moves its etag for the other partitions of the request.
    var changes = ours.contains(key(side, seen)) ? others : seen.changes(now);
    if (!changes.isEmpty()) {
      throw new DriftedException(seen, now, changes);
    }
  }

  private static String key(Side side, Fingerprint seen) {
    return side.table() + " " + seen.etag();
  }

  private static Looked there(Map<TableName, Optional<Looked>> found, Side side) {
    return found
        .get(side.table())
        .orElseThrow(() -> CloudException.gone(side.table(), "Run preflight again."));
  }

  private static CloudException refused(Pair pair, String how) {
    return new CloudException(
        CloudException.Kind.PRECONDITION,
        Problem.of(pair.to() + " was not changed: " + how + ".", "Validate and confirm again."),
        null);
  }
}
