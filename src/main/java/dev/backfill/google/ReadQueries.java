package dev.backfill.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.DataFormatOptions;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.QueryRan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks queries that change nothing. One call does, {@code jobs.query}, where the answer comes
 * within its time and fits a page; a job that is inserted, looked at and read takes four.
 */
final class ReadQueries {
  // Whoever stops a run waits for no more than this: calls that are under way end by then.
  private static final long WAIT_MILLIS = 2_000;

  private final Bigquery rest;
  private final BigQueryJobs jobs;

  ReadQueries(Bigquery rest, BigQueryJobs jobs) {
    this.rest = rest;
    this.jobs = jobs;
  }

  /**
   * Runs a query to its end.
   *
   * @param maxBytes refuses the query above so many billed bytes; 0 for no limit
   */
  List<JsonNode> ask(String project, String sql, long maxBytes, Progress progress) {
    var begun = System.nanoTime();
    var first = first(project, request(sql, maxBytes));
    var answer = first.answer();
    var job = answer.getJobReference();
    if (first.isComplete()) {
      progress.ran(ran(answer, Duration.ofNanos(System.nanoTime() - begun)));
      return withMore(job, first.rows(), answer.getPageToken());
    }
    progress.ran(ran(jobs.await(jobs.id(job.getProjectId(), job.getJobId()), progress)));
    var page = page(job, null);
    return withMore(job, page.rows(), page.next());
  }

  /** An answer, with the rows that were made of it while it could still be asked for again. */
  private record First(QueryResponse answer, List<JsonNode> rows) {
    boolean isComplete() {
      return Boolean.TRUE.equals(answer.getJobComplete());
    }
  }

  private record Rows(List<JsonNode> rows, String next) {}

  private QueryRequest request(String sql, long maxBytes) {
    var request =
        new QueryRequest()
            .setQuery(sql)
            .setUseLegacySql(false)
            .setUseQueryCache(false)
            .setLocation(jobs.location())
            .setTimeoutMs(WAIT_MILLIS)
            .setFormatOptions(new DataFormatOptions().setUseInt64Timestamp(true))
            .setRequestId(UUID.randomUUID().toString());
    return maxBytes > 0 ? request.setMaximumBytesBilled(maxBytes) : request;
  }

  /**
   * A request whose answer was lost is made again under its id, which the service takes for the
   * same query and bills once. One that was refused is over: its id would be refused again.
   */
  private First first(String project, QueryRequest request) {
    return Errors.guard(
        "Query",
        () -> {
          try {
            var answer = rest.jobs().query(project, request).execute();
            answer.getJobReference().getJobId();
            return new First(answer, QueryRows.all(answer.getSchema(), answer.getRows()));
          } catch (GoogleJsonResponseException e) {
            request.setRequestId(UUID.randomUUID().toString());
            throw JobFailures.ofQuery(e).map(RuntimeException.class::cast).orElseThrow(() -> e);
          }
        });
  }

  private Rows page(JobReference job, String token) {
    return Errors.poll(
        "Job " + job.getJobId(),
        () -> {
          var page =
              rest.jobs()
                  .getQueryResults(job.getProjectId(), job.getJobId())
                  .setLocation(job.getLocation())
                  .setFormatOptionsUseInt64Timestamp(true)
                  .setPageToken(token)
                  .execute();
          return new Rows(QueryRows.all(page.getSchema(), page.getRows()), page.getPageToken());
        });
  }

  private List<JsonNode> withMore(JobReference job, List<JsonNode> first, String next) {
    var all = new ArrayList<>(first);
    var seen = new HashSet<String>();
    for (var token = next; ListedPages.isNew(token, seen); ) {
      var page = page(job, token);
      all.addAll(page.rows());
      token = page.next();
    }
    return all;
  }

  private static QueryRan ran(QueryResponse told, Duration waited) {
    var took =
        told.getStartTime() == null || told.getEndTime() == null
            ? waited
            : Duration.ofMillis(told.getEndTime() - told.getStartTime());
    return new QueryRan(
        told.getJobReference().getJobId(),
        Optional.ofNullable(told.getTotalBytesProcessed()).orElse(0L),
        Duration.ofMillis(Optional.ofNullable(told.getTotalSlotMs()).orElse(0L)),
        took);
  }

  private static QueryRan ran(Job job) {
    QueryStatistics told = job.getStatistics();
    var took =
        told.getStartTime() == null || told.getEndTime() == null
            ? 0
            : told.getEndTime() - told.getStartTime();
    return new QueryRan(
        job.getJobId().getJob(),
        Optional.ofNullable(told.getTotalBytesProcessed()).orElse(0L),
        Duration.ofMillis(Optional.ofNullable(told.getTotalSlotMs()).orElse(0L)),
        Duration.ofMillis(took));
  }
}
