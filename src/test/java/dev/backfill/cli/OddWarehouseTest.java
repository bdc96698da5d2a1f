package dev.backfill.cli;

import dev.backfill.cli.OddAnswers.Odd;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run says of tables, grants and writes that are not as a clean sandbox has them. */
@Tag("job")
@Timeout(900)
class OddWarehouseTest {
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

  static Stream<Odd> odd() {
    return Stream.of(OddAnswers.ofTables(), OddAnswers.ofGrants(), OddAnswers.ofWrites())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void tellsOfEachOddAnswer(Odd odd) throws Exception {
    google.tellsOf(odd);
  }
}
