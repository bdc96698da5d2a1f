package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Job;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Stop;
import dev.backfill.cloud.StoppedException;
import dev.backfill.plan.TableName;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many wait for their jobs side by side, over HTTP. */
@Tag("long")
@Timeout(120)
class JobWaitsTest {
  private static final int MANY = 32;
  private static final String JOBS = "/bigquery/v2/projects/p/jobs";
  private static final String QUERIES = "/bigquery/v2/projects/p/queries";

  private final Set<String> over = ConcurrentHashMap.newKeySet();
  // Three lists of one a second: by then each job would have been asked about five times.
  private final CountDownLatch listed = new CountDownLatch(3);
  private final CountDownLatch asked = new CountDownLatch(3);
  private final Stop stop = new Stop();
  private Stub stub;
  private BigQuery client;
  private Bigquery rest;
  private BigQueryJobs jobs;

  @BeforeEach
  void connect() throws Exception {
    stub = new Stub();
    stub.answer(this::answer);
    client =
        BigQueryOptions.newBuilder()
            .setProjectId("p")
            .setHost(stub.address())
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .build()
            .getService();
    rest =
        new Bigquery.Builder(
                new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
            .setApplicationName("test")
            .setRootUrl(stub.address() + "/")
            .build();
    jobs =
        new BigQueryJobs(
            client, new JobLooks<>(new JobLists(client, rest), System::nanoTime), "US");
  }

  @AfterEach
  void end() {
    stub.close();
  }

  /** Each is asked about when its wait begins; what they came to is told of all together. */
  @Test
  void listsTellAllWhetherTheirJobsAreOver() throws Exception {
    var waits = begin();
    listed.await();
    ids().forEach(over::add);
    for (var wait : waits) {
      assertThat(wait.get().getStatus().getState().toString()).isEqualTo("DONE");
    }
    var each =
        stub.requests.stream()
            .filter(sent -> sent.path().startsWith(JOBS + "/"))
            .collect(Collectors.groupingBy(Stub.Sent::path, Collectors.counting()));
    assertThat(each).hasSize(MANY);
    // Those that wait alone, as the first and the last do, ask as they like.
    assertThat(each.values().stream().mapToLong(n -> n).sum()).isLessThan(2L * MANY);
    assertThat(lists("stateFilter=pending")).isNotEmpty();
    assertThat(lists("stateFilter=done"))
        .isNotEmpty()
        .allMatch(sent -> sent.query().contains("projection=full"))
        .allMatch(sent -> sent.query().contains("minCreationTime=1000"));
  }

  /** Their jobs never end, and nothing but the stop ends the waits. */
  @Test
  void aStopEndsAllWaits() throws Exception {
    var waits = begin();
    listed.await();
    stop.ask();
    for (var wait : waits) {
      assertThatThrownBy(wait::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StoppedException.class)
          .hasMessageContaining("continues in the cloud");
    }
    var sent = stub.requests.size();
    assertThat(over).isEmpty();
    assertThat(stub.requests).as("nobody asks any more").hasSize(sent);
  }

  /** The query that tells how a table's partitions stand does not end either. */
  @Test
  void aStopEndsLooksAtATable() throws Exception {
    var table = new TableName("p", "d", "t");
    var warehouse = new BigQueryWarehouse(client, rest, jobs, "p");
    var patience = new Patience(Clock.systemUTC(), time -> {});
    var looks = new ArrayList<FutureTask<Optional<PartitionState>>>();
    for (var id : ids()) {
      looks.add(
          begun(
              id,
              () ->
                  patience.during(
                      new Watching(), () -> warehouse.partition(table, LocalDate.EPOCH))));
    }
    asked.await();
    stop.ask();
    for (var look : looks) {
      assertThatThrownBy(look::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StoppedException.class);
    }
    assertThat(stub.requests)
        .filteredOn(sent -> sent.path().equals(QUERIES))
        .as("the one that was asked first, and the one that the others share")
        .hasSizeLessThan(MANY / 2);
  }

  private List<FutureTask<Job>> begin() {
    return ids().stream()
        .map(id -> begun(id, () -> jobs.await(jobs.id("p", id), new Watching())))
        .toList();
  }

  private static <T> FutureTask<T> begun(String name, Callable<T> work) {
    var task = new FutureTask<>(work);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private List<Stub.Sent> lists(String query) {
    return stub.requests.stream()
        .filter(sent -> sent.path().equals(JOBS) && sent.query().contains(query))
        .toList();
  }

  private static List<String> ids() {
    var ids = new ArrayList<String>();
    for (var i = 0; i < MANY; i++) {
      ids.add("job" + i);
    }
    return ids;
  }

  private Stub.Reply answer(Stub.Sent sent) {
    if (sent.path().equals(QUERIES)) {
      return new Stub.Reply(
          200,
          "{\"jobComplete\": false, \"jobReference\": {\"projectId\": \"p\", \"jobId\": \"q\"}}");
    }
    if (sent.path().equals(JOBS + "/q")) {
      asked.countDown();
    }
    if (!sent.path().equals(JOBS)) {
      return new Stub.Reply(200, job(sent.path().substring(JOBS.length() + 1)));
    }
    var done = sent.query().contains("stateFilter=done");
    if (!done) {
      listed.countDown();
    }
    return new Stub.Reply(
        200,
        ids().stream()
            .filter(id -> over.contains(id) == done)
            .map(this::job)
            .collect(Collectors.joining(",", "{\"jobs\": [", "]}")));
  }

  private String job(String id) {
    return """
        {"jobReference": {"projectId": "p", "jobId": "%s", "location": "US"},
         "configuration": {"jobType": "QUERY", "query": {"query": "SELECT 1"}},
         "statistics": {"creationTime": "1000", "startTime": "1000", %s
           "query": {"totalBytesProcessed": "7"}},
         "status": {"state": "%s"}}
        """
        .formatted(
            id,
            over.contains(id) ? "\"endTime\": \"2000\"," : "",
            over.contains(id) ? "DONE" : "RUNNING");
  }

  /** Whoever watches is told to stop, as a run is. */
  private final class Watching implements Progress {
    @Override
    public void say(String text) {}

    @Override
    public boolean stopped() {
      return stop.isAsked();
    }

    @Override
    public void pause(Stop.Waiting how) throws InterruptedException {
      stop.during(how);
    }
  }
}
