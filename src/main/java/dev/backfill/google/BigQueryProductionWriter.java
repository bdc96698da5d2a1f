package dev.backfill.google;

import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.TableId;
import dev.backfill.cloud.ProductionWriter;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.plan.TableName;

/** Overwrites confirmed production partitions; nothing else of the console writes there. */
final class BigQueryProductionWriter implements ProductionWriter {
  private final BigQueryJobs jobs;
  private final Guard guard;

  BigQueryProductionWriter(BigQueryJobs jobs, Guard guard) {
    this.jobs = jobs;
    this.guard = guard;
  }

  @Override
  public CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress) {
    guard.production(confirmed.what().to().table().name().project());
    guard.staging(confirmed.what().from().table().name().project());
    var what = confirmed.spend();
    var copy =
        CopyJobConfiguration.newBuilder(
                id(what.to().table().name(), what.to().decorated()),
                id(what.from().table().name(), what.from().decorated()))
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_NEVER)
            .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
            .build();
    var job = jobs.run(jobs.id(guard.target(), jobId), copy, progress);
    CopyStatistics statistics = job.getStatistics();
    return new CopyDone(jobId, statistics.getCopiedRows());
  }

  private static TableId id(TableName table, String decorated) {
    return TableId.of(table.project(), table.dataset(), decorated);
  }
}
