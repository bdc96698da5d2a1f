package dev.backfill.google;

import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.problem.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** Deletes confirmed error rows of production by one DML job, which runs in the target project. */
final class ErrorRowDeletion {
  // Google says it in several ways: "UPDATE or DELETE statement over table t would affect rows in
  // the streaming buffer, which is not supported", "UPDATE, MERGE, or DELETE ...", and of old "DML
  // statements are not supported over table t with streaming buffer".
  private static final Pattern BUFFER =
      Pattern.compile("streaming\\s+buffer", Pattern.CASE_INSENSITIVE);

  private final BigQueryJobs jobs;
  private final String project;
  private final ProjectGuard guard;

  ErrorRowDeletion(BigQueryJobs jobs, String project, ProjectGuard guard) {
    this.jobs = jobs;
    this.project = project;
    this.guard = guard;
  }

  long run(Confirmed<DeleteErrorRows> confirmed, String jobId, Progress progress) {
    var what = confirmed.what();
    guard.production(what.table().name().project());
    confirmed.spend();
    var query = QueryJobConfiguration.newBuilder(what.sql()).setUseLegacySql(false).build();
    try {
      var gone = affected(jobs.run(jobs.id(project, jobId), query, progress));
      if (gone == 0 && what.rows() > 0) {
        throw refused(
            what.cell() + ": other rows than the " + what.rows() + " confirmed meet the condition.",
            "Resume to count them again.",
            null);
      }
      return gone;
    } catch (CloudException e) {
      // Of the job that ran, or of the request that would have begun one.
      if (!e.leavesUnknown() && BUFFER.matcher(e.getMessage()).find()) {
        throw refused(
            what.cell()
                + ": some of its error rows wait in the streaming buffer of "
                + what.table()
                + ", where nothing can be deleted.",
            "Resume in half an hour; in rare cases it takes 90 minutes until they are written.",
            e);
      }
      throw e;
    }
  }

  Optional<Long> begun(String jobId, Progress progress) {
    return jobs.find(jobs.id(project, jobId)).map(job -> affected(jobs.await(job, progress)));
  }

  private static long affected(Job job) {
    QueryStatistics statistics = job.getStatistics();
    return Optional.ofNullable(statistics.getNumDmlAffectedRows()).orElse(0L);
  }

  private static CloudException refused(String what, String remedy, Throwable cause) {
    return new CloudException(
        CloudException.Kind.PRECONDITION, Problem.of(what + " None was deleted.", remedy), cause);
  }
}
