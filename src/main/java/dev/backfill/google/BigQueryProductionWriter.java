package dev.backfill.google;

import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.TableId;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.ProductionWriter;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.TableName;
import java.time.LocalDate;
import java.util.List;

/** Replaces a confirmed production partition, and refuses when it is not what was confirmed. */
final class BigQueryProductionWriter implements ProductionWriter {
  private final BigQueryJobs jobs;
  private final Warehouse warehouse;
  private final Guard guard;

  BigQueryProductionWriter(BigQueryJobs jobs, Warehouse warehouse, Guard guard) {
    this.jobs = jobs;
    this.warehouse = warehouse;
    this.guard = guard;
  }

  @Override
  public CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.what();
    refuseOthers(what);
    var replacement = confirmed.spend();
    var id = jobs.id(guard.target(), jobId);
    var found = jobs.find(id);
    found.ifPresent(job -> sameCopy(job, replacement));
    var job =
        found.isPresent() ? jobs.await(found.get(), progress) : copy(replacement, id, progress);
    sameCopy(job, replacement);
    CopyStatistics copied = job.getStatistics();
    return new CopyDone(jobId, copied.getCopiedRows() == null ? 0 : copied.getCopiedRows());
  }

  private void refuseOthers(ReplacePartition what) {
    guard.production(what.to().table().name().project());
    guard.staging(what.from().table().name().project());
    if (!what.from().day().equals(what.to().day())) {
      throw new CloudException(
          CloudException.Kind.INVALID,
          what.from() + " is not the day of " + what.to() + ". Nothing was sent. Mend the plan.",
          null);
    }
  }

  private Job copy(ReplacePartition what, JobId id, Progress progress) {
    unchanged(what);
    // Race: a copy job takes no precondition; a change between this look and the start is lost.
    return jobs.run(id, configuration(what), progress);
  }

  private static CopyJobConfiguration configuration(ReplacePartition what) {
    return CopyJobConfiguration.newBuilder(to(what.to()), List.of(from(what.from())))
        .setCreateDisposition(CreateDisposition.CREATE_NEVER)
        .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
        .build();
  }

  // The table's etag moves with each partition of one run that is copied, so partitions and
  // structures are compared, not etags.
  private void unchanged(ReplacePartition what) {
    var production = table(what.to().table().name());
    var staging = table(what.from().table().name());
    var differences = SpecDiff.of(production.spec(), staging.spec());
    if (!differences.isEmpty()) {
      throw changed(what, String.join("; ", differences));
    }
    if (staging.streaming()) {
      throw changed(what, staging.name() + " has rows in its streaming buffer, not copied");
    }
    rows(what, production.name(), what.to().day(), what.rowsNow());
    rows(what, staging.name(), what.from().day(), what.rowsThen());
  }

  private TableState table(TableName name) {
    return warehouse
        .table(name)
        .orElseThrow(
            () ->
                new CloudException(
                    CloudException.Kind.NOT_FOUND, name + " is gone. Run preflight again.", null));
  }

  private void rows(ReplacePartition what, TableName table, LocalDate day, long seen) {
    var now = warehouse.partition(table, day).map(PartitionState::rows).orElse(0L);
    if (now != seen) {
      throw changed(what, table + " holds " + now + " rows on " + day + ", in place of " + seen);
    }
  }

  private static CloudException changed(ReplacePartition what, String how) {
    return new CloudException(
        CloudException.Kind.PRECONDITION,
        what.to() + " was not replaced: " + how + ". Validate and confirm again.",
        null);
  }

  private static void sameCopy(Job job, ReplacePartition what) {
    CopyJobConfiguration found =
        job.getConfiguration() instanceof CopyJobConfiguration copy ? copy : null;
    if (found == null
        || !plain(found.getDestinationTable()).equals(plain(to(what.to())))
        || found.getSourceTables().size() != 1
        || !plain(found.getSourceTables().get(0)).equals(plain(from(what.from())))) {
      throw new CloudException(
          CloudException.Kind.CONFLICT,
          "Job "
              + job.getJobId().getJob()
              + " does something else than replace "
              + what.to()
              + ". Start a new run.",
          null);
    }
  }

  private static String plain(TableId id) {
    return id.getProject() + ":" + id.getDataset() + "." + id.getTable();
  }

  private static TableId to(ProductionPartition partition) {
    var name = partition.table().name();
    return TableId.of(name.project(), name.dataset(), partition.decorated());
  }

  private static TableId from(StagingPartition partition) {
    var name = partition.table().name();
    return TableId.of(name.project(), name.dataset(), partition.decorated());
  }
}
