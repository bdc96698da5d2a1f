package dev.backfill.google;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.JobList;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.TableReference;
import dev.backfill.cloud.LoadJob;
import dev.backfill.plan.TableName;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Lists jobs that put rows into tables. The workers are another account than the operator, so
 * everybody's jobs are asked for: that takes {@code bigquery.jobs.listAll}.
 */
final class LoadJobs {
  // The service's own most is 1,000 and more; its default of 50 would be many calls.
  private static final long PAGE = 1000;

  private LoadJobs() {}

  static List<LoadJob> of(Bigquery client, String project, String prefix, Instant since) {
    var from = BigInteger.valueOf(Math.max(0, since.toEpochMilli()));
    return list(client, project, all -> all.setProjection("full").setMinCreationTime(from)).stream()
        .flatMap(job -> of(job, prefix).stream())
        .toList();
  }

  /** The ids of what has not ended, be it a load or not. */
  static List<String> underWay(Bigquery client, String project) {
    return list(client, project, all -> all.setStateFilter(List.of("pending", "running"))).stream()
        .map(JobList.Jobs::getJobReference)
        .filter(reference -> reference != null && reference.getJobId() != null)
        .map(JobReference::getJobId)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<JobList.Jobs> list(
      Bigquery client, String project, UnaryOperator<Bigquery.Jobs.List> which) {
    return Errors.guard(
        "Jobs of " + project,
        () ->
            ListedPages.all(
                token ->
                    which
                        .apply(client.jobs().list(project).setAllUsers(true).setMaxResults(PAGE))
                        .setPageToken(token)
                        .execute(),
                JobList::getJobs,
                JobList::getNextPageToken));
  }

  private static Optional<LoadJob> of(JobList.Jobs job, String prefix) {
    var reference = job.getJobReference();
    if (reference == null
        || reference.getJobId() == null
        || !reference.getJobId().startsWith(prefix)) {
      return Optional.empty();
    }
    return target(job).map(to -> load(reference.getJobId(), to, job));
  }

  private static Optional<TableName> target(JobList.Jobs job) {
    var configuration = job.getConfiguration();
    if (configuration == null) {
      return Optional.empty();
    }
    var load = Optional.ofNullable(configuration.getLoad()).map(c -> c.getDestinationTable());
    var copy = Optional.ofNullable(configuration.getCopy()).map(c -> c.getDestinationTable());
    return load.or(() -> copy).map(LoadJobs::name);
  }

  private static TableName name(TableReference table) {
    return new TableName(table.getProjectId(), table.getDatasetId(), table.getTableId());
  }

  private static LoadJob load(String id, TableName to, JobList.Jobs job) {
    var all = Optional.ofNullable(job.getStatistics());
    var load = all.map(s -> s.getLoad());
    var copied = all.map(s -> s.getCopy()).map(c -> c.getCopiedRows());
    return new LoadJob(
        id,
        to,
        state(job),
        load.map(l -> l.getOutputRows()).or(() -> copied),
        load.map(l -> l.getInputFileBytes()),
        all.map(s -> s.getStartTime()).map(Instant::ofEpochMilli),
        all.map(s -> s.getEndTime()).map(Instant::ofEpochMilli));
  }

  private static LoadJob.State state(JobList.Jobs job) {
    if (job.getErrorResult() != null) {
      return LoadJob.State.FAILED;
    }
    return switch (String.valueOf(job.getState())) {
      case "DONE" -> LoadJob.State.DONE;
      case "RUNNING" -> LoadJob.State.RUNNING;
      default -> LoadJob.State.PENDING;
    };
  }
}
