package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.GoogleFront.Asked;
import dev.backfill.cli.OddAnswers.Odd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code run} as it is run against Google: by the production profile, over TLS, with a key of a
 * service account, and with answers in between that a clean sandbox does not give.
 */
@Tag("job")
@Timeout(900)
class GoogleRunTest {
  @TempDir static Path folder;
  private static GoogleRun google;

  @BeforeAll
  static void start() throws Exception {
    google = new GoogleRun(folder, 10);
  }

  @AfterAll
  static void stop() throws Exception {
    google.close();
  }

  @Test
  void isWholeByTheProductionProfile() throws Exception {
    var staged = google.runsOnWhatIsStaged();
    var target = google.target();
    var partition = GoogleRun.SOURCE + ":telemetry_stable.core_v10$20200414";
    var run = google.run(target, 200, one -> null, "--confirm", partition, "--confirm", target);
    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said())
        .contains(
            "as backfill@ops.iam.gserviceaccount.com, by a service account's key\n",
            "\ndecode done: Decoded\n",
            "\nverify done: Stable equals backfill for 1 cells\n",
            "\ncleanup done: ");
    assertThat(google.asked().stream().map(Asked::host).distinct())
        .containsExactlyInAnyOrder(
            "oauth2", "cloudresourcemanager", "bigquery", "storage", "dataflow", "compute");
    assertThat(google.asked())
        .filteredOn(asked -> asked.path().startsWith("/upload/") && asked.method().equals("POST"))
        .as("the pipeline, the schemas, and a few archives")
        .hasSizeLessThan(staged.size() + 3);
    assertThat(google.asked())
        .filteredOn(asked -> asked.method().equals("DELETE") && asked.path().contains("/o/"))
        .as("objects are deleted in batches")
        .isEmpty();
  }

  static Stream<Odd> odd() {
    return Stream.of(
            OddAnswers.ofTokens(),
            OddAnswers.ofSetup(),
            OddAnswers.ofNetworks(),
            OddAnswers.ofTables(),
            OddAnswers.ofGrants(),
            OddAnswers.ofWrites())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void tellsOfEachOddAnswer(Odd odd) throws Exception {
    var left = new AtomicInteger(odd.times());
    var matches = odd.matches();
    var printed = new ByteArrayOutputStream();
    var err = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    GoogleRun.Outcome run;
    try {
      run =
          google.run(
              google.target(),
              1,
              one -> matches.test(one) && left.getAndDecrement() > 0 ? odd.reply() : null,
              "--until",
              odd.until());
    } finally {
      System.setErr(err);
    }
    assertThat(run.exit()).as(run.said()).isEqualTo(odd.exit());
    assertThat(run.said()).contains(odd.words());
    assertThat(left).as("it was answered so").hasValueLessThan(odd.times());
    assertThat(run.said())
        .doesNotContain("Exception", "unexpected error", "may have acted", "com.google", "DOCTYPE");
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
  }
}
