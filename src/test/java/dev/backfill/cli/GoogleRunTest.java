package dev.backfill.cli;


import dev.backfill.cli.OddAnswers.Odd;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("job")
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

  @ParameterizedTest
  @MethodSource("all")
  void clean(Odd odd) throws Exception {
    var t = System.nanoTime();
    var left = new AtomicInteger(odd.times());
    var matches = odd.matches();
    var outcome =
        google.run(
            google.target(),
            null,
            one -> matches.test(one) && left.getAndDecrement() > 0 ? odd.reply() : null,
            "--until",
            "stage");
    System.out.println(
        "\n===== "
            + odd.name()
            + ": "
            + (System.nanoTime() - t) / 1000000
            + " ms, asked "
            + google.asked().size()
            + "\n"
            + outcome.exit()
            + " "
            + outcome.said());
  }

  static java.util.stream.Stream<Odd> all() {
    return java.util.stream.Stream.of(
            OddAnswers.ofTokens(), OddAnswers.ofPreflight(), OddAnswers.ofStage())
        .flatMap(java.util.List::stream);
  }
}
