package dev.backfill.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepResultTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final Problem PROBLEM =
      Problem.of("p:d.t is held by run r1.", "Wait for it.")
          .inCell("telemetry/main/4@2020-04-14")
          .under(List.of("a", "b"))
          .with(Action.otherRun("r1"), Action.undo());

  @Test
  void keepsAProblemWholeAndAsTheTextThatOlderConsolesRead() throws Exception {
    for (var result :
        List.of(
            StepResult.Refused.of(PROBLEM),
            StepResult.Failed.of("BC-1", PROBLEM),
            StepResult.Stopped.of(PROBLEM),
            StepResult.Unknown.of("BC-1", PROBLEM))) {
      var written = JSON.writerFor(StepResult.class).writeValueAsString(result);
      assertThat(JSON.readValue(written, StepResult.class)).isEqualTo(result);
      var text = "p:d.t is held by run r1. Wait for it.\n  a\n  b";
      var node = JSON.readTree(written);
      assertThat(
              result instanceof StepResult.Refused
                  ? node.path("problems").path(0).asText()
                  : node.path("text").asText())
          .isEqualTo(text);
      assertThat(result.text()).isEqualTo(text);
    }
  }

  @Test
  void readsLinesThatHoldTextsAlone() throws Exception {
    assertThat(read("{\"is\":\"refused\",\"problems\":[\"one\",\"two. Do it.\"]}").problems())
        .containsExactly(Problem.said("one"), Problem.said("two. Do it."));
    for (var line :
        List.of(
            "{\"is\":\"failed\",\"code\":\"BC-1\",\"text\":\"no. Resume.\"}",
            "{\"is\":\"stopped\",\"text\":\"no. Resume.\"}",
            "{\"is\":\"unknown\",\"code\":\"BC-1\",\"text\":\"no. Resume.\"}")) {
      assertThat(read(line).text()).isEqualTo("no. Resume.");
      assertThat(read(line).problems()).as("not taken apart").hasSize(1);
    }
  }

  @Test
  void leavesActsThatOnlyANewerConsoleKnows() throws Exception {
    var line =
        "{\"is\":\"stopped\",\"text\":\"no\",\"details\":[{\"what\":\"no\",\"new\":1,"
            + "\"actions\":[{\"kind\":\"beam-up\",\"on\":\"x\"},{\"kind\":\"undo\"}]}]}";
    assertThat(read(line).problems().get(0).actions()).containsExactly(Action.undo());
  }

  private static StepResult read(String line) throws Exception {
    return JSON.readValue(line, StepResult.class);
  }
}
