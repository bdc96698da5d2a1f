package dev.backfill.ui.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeBlockTest {
  /** The sentence's end, which says what to do, has a row of its own. */
  @Test
  void givesLongSentencesTheRowsThatTheyTake() {
    assertThat(CodeBlock.wrapped("short\n" + "x".repeat(150), 70)).isEqualTo(5);
    assertThat(CodeBlock.wrapped("", 70)).isZero();
  }
}
