package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is loaded ahead is what a job is built of: it must not stop being so without a word. */
@Tag("job")
class WarmUpTest {
  @Test
  void buildsAJobAndRunsAPipelineWithoutAnyService() {
    assertThatCode(WarmUp::load).doesNotThrowAnyException();
  }
}
