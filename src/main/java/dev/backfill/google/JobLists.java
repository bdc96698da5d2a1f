package dev.backfill.google;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.JobList;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.JobListOption;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.JobStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists the user's own jobs of a project, which takes no permission.
 *
 * @param client whose project is the one that is listed
 */
record JobLists(BigQuery client, Bigquery rest) implements JobLooks.Listing<Job> {
  private static final long PAGE = 1000;

  // Those that ended between two lists, of some 32 that are waited for; what others started in the
  // same time may stand between them, and who is not on the page is asked about.
  private static final long ENDED = 100;

  @Override
  public Set<String> underWay(String project) throws IOException {
    return ListedPages.all(
            token ->
                rest.jobs()
                    .list(project)
                    .setStateFilter(List.of("pending", "running"))
                    .setMaxResults(PAGE)
                    .setPageToken(token)
                    .execute(),
            JobList::getJobs,
            JobList::getNextPageToken)
        .stream()
        .map(job -> job.getJobReference().getJobId())
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, Job> ended(String project, long from, long to) {
    if (!project.equals(client.getOptions().getProjectId())) {
      return Map.of();
    }
    var page =
        client.listJobs(
            JobListOption.stateFilter(JobStatus.State.DONE),
            JobListOption.minCreationTime(from),
            JobListOption.maxCreationTime(to),
            JobListOption.pageSize(ENDED));
    var ended = new HashMap<String, Job>();
    for (var job : page.getValues()) {
      if (isWhole(job)) {
        ended.put(job.getJobId().getJob(), job);
      }
    }
    return ended;
  }

  // A list has a part of what there is, by the API's reference: what must be known of a job that
  // succeeded stands there or is asked for, and why one failed is always asked for.
  private static boolean isWhole(Job job) {
    if (job.getStatus() == null
        || job.getStatus().getState() != JobStatus.State.DONE
        || job.getStatus().getError() != null
        || job.getStatistics() == null
        || job.getStatistics().getEndTime() == null) {
      return false;
    }
    if (job.getStatistics() instanceof CopyStatistics copied) {
      return copied.getCopiedRows() != null;
    }
    return job.getStatistics() instanceof QueryStatistics query
        && query.getTotalBytesProcessed() != null;
  }
}
