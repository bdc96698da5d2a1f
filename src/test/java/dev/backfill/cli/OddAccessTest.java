package dev.backfill.cli;

import dev.backfill.cli.OddAnswers.Odd;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run says of tokens, projects and networks that are not as a clean sandbox has them. */
class OddAccessTest extends BehindGoogle {
  static Stream<Odd> odd() {
    return Stream.of(OddAnswers.ofTokens(), OddAnswers.ofSetup(), OddAnswers.ofNetworks())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void tellsOfEachOddAnswer(Odd odd) throws Exception {
    google.tellsOf(odd);
  }
}
