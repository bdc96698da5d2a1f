package dev.backfill.google;

import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.EncryptionConfiguration;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.TableId;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Progress;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Copy jobs of one day's partition, in the project of the backfill, under ids of our own. */
final class PartitionCopies {
  private final BigQueryJobs jobs;
  private final String project;

  PartitionCopies(BigQueryJobs jobs, String project) {
    this.jobs = jobs;
    this.project = project;
  }

  /** One side of a copy, in the service's terms. */
  record Side(TableName table, String decorated, LocalDate day) {
    static Side of(StagingPartition partition) {
      return new Side(partition.table().name(), partition.decorated(), partition.day());
    }

    static Side of(ProductionPartition partition) {
      return new Side(partition.table().name(), partition.decorated(), partition.day());
    }

    TableId id() {
      return TableId.of(table.project(), table.dataset(), decorated);
    }

    @Override
    public String toString() {
      return table.datasetName() + "." + decorated;
    }
  }

  /** Both ends of a copy. */
  record Pair(Side from, Side to) {
    Pair {
      if (!from.day().equals(to.day())) {
        throw new CloudException(
            CloudException.Kind.INVALID,
            Problem.of(from + " is not the day of " + to + ". Nothing was sent.", "Mend the plan."),
            null);
      }
    }
  }

  /** What becomes of what the destination holds. */
  enum How {
    REPLACING(WriteDisposition.WRITE_TRUNCATE),
    ADDING(WriteDisposition.WRITE_APPEND);

    private final WriteDisposition write;

    How(WriteDisposition write) {
      this.write = write;
    }

    private String told(Pair pair) {
      return switch (this) {
        case REPLACING -> "copy " + pair.from() + " to " + pair.to();
        case ADDING -> "add " + pair.from() + " to " + pair.to();
      };
    }

    /** Whether a job does this; that one adds is believed only of a job that says so. */
    boolean is(CopyJobConfiguration found) {
      return switch (this) {
        case REPLACING ->
            found.getWriteDisposition() == null || write.equals(found.getWriteDisposition());
        case ADDING -> write.equals(found.getWriteDisposition());
      };
    }
  }

  /**
   * Starts a copy and awaits its end; one of the same id is awaited in its place.
   *
   * <p>The destination's own key is named: Google's page on customer-managed keys gives a copy of a
   * table onto itself without one as the way to take its key away. That a copy onto one partition
   * leaves the table's key alone is inferred; with the key named it does not matter.
   *
   * @param key the Cloud KMS key of the destination's table; empty where it is Google's own
   */
  CopyDone run(Pair pair, How how, Optional<String> key, String jobId, Progress progress) {
    var configuration =
        CopyJobConfiguration.newBuilder(pair.to().id(), List.of(pair.from().id()))
            .setCreateDisposition(CreateDisposition.CREATE_NEVER)
            .setWriteDisposition(how.write);
    key.map(PartitionCopies::encryption)
        .ifPresent(configuration::setDestinationEncryptionConfiguration);
    return done(jobs.run(id(jobId), configuration.build(), progress), pair, how);
  }

  static EncryptionConfiguration encryption(String key) {
    return EncryptionConfiguration.newBuilder().setKmsKeyName(key).build();
  }

  /** Awaits the end of a copy that was started before, if one was. */
  Optional<CopyDone> begun(Pair pair, How how, String jobId, Progress progress) {
    var found = jobs.find(id(jobId));
    found.ifPresent(job -> same(job, pair, how));
    return found.map(job -> done(jobs.await(job, progress), pair, how));
  }

  private JobId id(String jobId) {
    return jobs.id(project, jobId);
  }

  private static CopyDone done(Job job, Pair pair, How how) {
    same(job, pair, how);
    CopyStatistics copied = job.getStatistics();
    return new CopyDone(job.getJobId().getJob(), Optional.ofNullable(copied.getCopiedRows()));
  }

  private static void same(Job job, Pair pair, How how) {
    CopyJobConfiguration found =
        job.getConfiguration() instanceof CopyJobConfiguration copy ? copy : null;
    if (found == null
        || !how.is(found)
        || !plain(found.getDestinationTable()).equals(plain(pair.to().id()))
        || found.getSourceTables().size() != 1
        || !plain(found.getSourceTables().get(0)).equals(plain(pair.from().id()))) {
      throw new CloudException(
          CloudException.Kind.CONFLICT,
          Problem.of(
              "Job "
                  + job.getJobId().getJob()
                  + " does something else than "
                  + how.told(pair)
                  + ".",
              "Start a new run."),
          null);
    }
  }

  private static String plain(TableId id) {
    return id.getProject() + ":" + id.getDataset() + "." + id.getTable();
  }
}
