package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.SteppedClock;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Beam gives up sending the workers' files after its own tries: the console goes on. */
@Tag("job")
class BrokenSubmissionTest {
  private static final Duration BEAMS_TRIES = Duration.ofSeconds(45);

  private final SteppedClock clock = new SteppedClock();
  private final List<String> lines = new ArrayList<>();
  private Stub stub;
  private int tries;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
    stub.answer(sent -> new Stub.Reply(200, "{\"jobs\": []}"));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void isMadeAgainUntilTheNetworkIsBack() throws Exception {
    assertThat(submit(6, new ConnectException("Connection refused")).id()).isEqualTo("job-1");
    assertThat(tries).isEqualTo(7);
    assertThat(lines)
        .hasSizeBetween(3, 6)
        .allMatch(line -> line.startsWith("No answer since 03:0"))
        .allMatch(
            line ->
                line.endsWith(
                    "Submitting job r1-1: Nothing answers at its address (Connection refused)."));
  }

  @Test
  void endsInASentenceWhereTheNetworkStaysAway() {
    assertThatThrownBy(() -> submit(1000, new ConnectException("Connection refused")))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("Submitting job r1-1: Nothing answers at its address")
        .hasMessageContaining("resume to find out");
    assertThat(tries).as("45 minutes, for other questions are answered").isBetween(50, 60);
  }

  /** A file of this machine's is as wrong at the next try. */
  @Test
  void isNotMadeAgainForWhatIsWrongHere() {
    var gone = new NoSuchFileException("/tmp/x.jar");
    assertThatThrownBy(() -> submit(1000, gone)).hasRootCause(gone);
    assertThat(tries).isOne();
  }

  private JobKey submit(int failing, Exception why) throws Exception {
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    var cloud =
        GoogleCloud.connect(
            CloudProfile.sandbox(stub.address()), plan, job -> submitted(failing, why));
    return new Patience(clock, clock::pass).during(telling(), () -> cloud.jobs().submit(job()));
  }

  private String submitted(int failing, Exception why) {
    clock.pass(BEAMS_TRIES);
    if (++tries > failing) {
      return "job-1";
    }
    throw new RuntimeException(
        "Error while staging packages",
        new RuntimeException("Could not stage classpath element: /tmp/x.jar", why));
  }

  private Progress telling() {
    return new Progress() {
      @Override
      public void say(String text) {
        lines.add(text);
      }

      @Override
      public boolean stopped() {
        return false;
      }
    };
  }

  private static DecodeJob job() {
    return new DecodeJob(
        "r1-1",
        "data-backfill-14",
        List.of(),
        List.of(),
        Map.of(),
        "gs://a/b",
        "bucket",
        new Plan.Dataflow("us-west1", 1, 2, "n1-standard-2", false, Plan.Read.EXPORT),
        1 << 20,
        DecodeJob.SHUFFLE,
        Map.of());
  }
}
