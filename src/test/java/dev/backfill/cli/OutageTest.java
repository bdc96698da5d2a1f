package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.BadWire.Failure;
import dev.backfill.google.CloudProfile;
import dev.backfill.run.Outcome;
import dev.backfill.run.Sleeper;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that is away for five minutes, in every way and in every stage: the run goes on. */
@Tag("job")
class OutageTest {
  private static final Set<String> STAGES =
      Set.of("preflight", "mirror", "stage", "decode", "validate", "finalize", "verify", "cleanup");
  private static final Duration ANSWER = Duration.ofMillis(600);
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Duration STALLED_TRY = Duration.ofSeconds(100);

  @TempDir Path folder;
  private final JumpingClock clock = new JumpingClock();
  private final Map<String, List<Failure>> failed = new LinkedHashMap<>();
  private BadWire wire;

  /** Prints, and tells of each line when it is whole. */
  private static final class Lines extends FilterOutputStream {
    private final StringBuilder line = new StringBuilder();
    private final Consumer<String> each;

    Lines(OutputStream out, Consumer<String> each) {
      super(out);
      this.each = each;
    }

    @Override
    public synchronized void write(int b) throws IOException {
      out.write(b);
      if (b == '\n') {
        each.accept(line.toString());
        line.setLength(0);
      } else {
        line.append((char) b);
      }
    }
  }

  @Test
  void isWaitedOutInEveryStageWithALineAMinute() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0)) {
      fill(sandbox);
      wire = new BadWire(sandbox.endpoint(), clock, STALLED_TRY);
      var stream = Streams.utf8(new Lines(out, this::onLine));
      var outcome = headless(stream).run(Stand.PLAN, null, null);
      stream.flush();
      var text = out.toString(StandardCharsets.UTF_8);
      assertThat(outcome).as(text).isEqualTo(Outcome.DONE);
      failed.forEach(
          (stage, failures) -> assertThat(failures).as(stage).containsExactly(Failure.values()));
      assertThat(failed.keySet()).containsAll(STAGES);
      assertThat(text).doesNotContain("Exception").doesNotContain("may have acted");
      for (var stage : STAGES) {
        var lines = text.lines().filter(l -> l.startsWith(stage + ": No answer since ")).toList();
        // Three outages of five minutes; of several threads, whichever comes first tells.
        assertThat(lines)
            .as("a line a minute, whatever the number of threads: %s", text)
            .hasSizeBetween(6, 20)
            .anyMatch(line -> line.matches(".*\\([2-4] minutes\\), asking again until .*"));
      }
      assertThat(text)
          .contains("Nothing answers at its address (Connection refused).")
          .contains(": The connection broke off (")
          .contains(": It timed out.");
      assertNothingHappenedTwice(sandbox);
    } finally {
      wire.close();
    }
  }

  /** A run that is resumed while the network is away, as after the lid of a laptop was shut. */
  @Test
  void isWaitedOutByARunThatIsResumed() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0)) {
      fill(sandbox);
      wire = new BadWire(sandbox.endpoint(), clock, STALLED_TRY);
      var stream = Streams.utf8(out);
      assertThat(headless(stream).run(Stand.PLAN, null, StageKind.PREFLIGHT))
          .isEqualTo(Outcome.DONE);
      wire.fail(EnumSet.allOf(Failure.class), request -> true);
      assertThat(headless(stream).run(Stand.PLAN, null, StageKind.MIRROR))
          .as(out.toString(StandardCharsets.UTF_8))
          .isEqualTo(Outcome.DONE);
      assertThat(wire.been()).containsExactly(Failure.values());
      assertThat(out.toString(StandardCharsets.UTF_8))
          .containsPattern("No answer since .*\\([2-4] minutes\\), asking again until ");
    } finally {
      wire.close();
    }
  }

  private HeadlessRun headless(PrintStream stream) {
    var where = folder.resolve("runs/r1");
    return new HeadlessRun(
            new Streams(InputStream.nullInputStream(), stream, stream),
            where,
            where,
            CloudProfile.sandbox(wire.endpoint()).waiting(ANSWER),
            request -> request.phrases())
        .by(new Timing(clock, sleeper()));
  }

  private static void assertNothingHappenedTwice(Sandbox sandbox) throws IOException {
    assertThat(Stand.jobs(sandbox)).isNotEmpty().allSatisfy((what, n) -> assertThat(n).isOne());
  }

  private void onLine(String line) {
    var words = line.split("[ :]");
    if (words.length > 1 && words[1].equals("done") && STAGES.contains(words[0])) {
      failed.put(words[0], wire.been());
    }
    if (line.endsWith(" started")) {
      wire.fail(EnumSet.allOf(Failure.class), trigger(words[0]));
    }
  }

  /**
   * A run that never was answered waits a minute only, and Beam's own calls at a job's beginning
   * wait in real time: the outages come after these.
   */
  private static Predicate<String> trigger(String stage) {
    return switch (stage) {
      case "preflight" -> request -> request.contains("/bigquery/");
      case "decode" -> request -> request.startsWith("GET /v1b3/");
      default -> request -> true;
    };
  }

  private Sleeper sleeper() {
    return time -> {
      // As if each call took its time too before it failed.
      clock.pass(wire.isOut() ? time.plus(CALL) : time);
      if (!wire.isOut()) {
        Thread.sleep(Math.min(300, time.toMillis()));
      }
    };
  }

  private static void fill(Sandbox sandbox) throws IOException {
    sandbox.fill(
        Stand.PLAN.sourceProject(),
        new GeneratedDocuments(
            new Generator(1, 0.1), Stand.PLAN.documents(), Stand.PLAN.days().list(), 20),
        SeedArchive.of(Optional.empty()),
        Stand.PLAN.schemas().orElseThrow());
  }
}
