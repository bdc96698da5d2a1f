package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.StagePace;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.StatusLine;
import dev.backfill.ui.model.Texts;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the window's last line says of what goes on. */
class StatusLineTest {
  private static final String RUN = "Run r200415030000 (founding-types-2020-04-14): ";

  private final RunModel model = new RunModel();

  @BeforeEach
  void run() {
    model.view().set(Canned.run(StageKind.DECODE, State.RUNNING));
    model.running().set(true);
  }

  private String line() {
    return new StatusLine(model, new StagePace(Clock.systemUTC())).text("somewhere");
  }

  @Test
  void speaksInTheWordsOfTheStageUnderWayAndOfNoOther() {
    model.say(StageKind.STAGE, "deduplicate: reads 3 bytes");
    assertThat(line()).startsWith(RUN + "Decode: ").doesNotContain("deduplicate");
    model.say(StageKind.DECODE, "the job is running");
    assertThat(line()).startsWith(RUN + "Decode: ").contains("the job is running");
    assertThat(model.log()).contains("stage: deduplicate: reads 3 bytes");
  }

  @Test
  void saysThatARetryWaitsUntilTheCloudAnswers() {
    var wait = "No answer since 05:00:00 UTC, asking again until 05:45:00. Job j1: It timed out.";
    model.say(StageKind.DECODE, "the job is running");
    model.waits(StageKind.DECODE, wait);
    assertThat(line()).startsWith(RUN + "Decode: " + wait);
    model.say(StageKind.DECODE, "counters");
    assertThat(line()).as("what is said meanwhile hides no wait").contains(wait);
    model.waiting().set("");
    assertThat(line()).contains("counters").doesNotContain(wait);
  }

  @Test
  void saysThatTheOperatorIsAskedAndWhatIsAffected() {
    model.question().set(Canned.question());
    assertThat(line())
        .contains(Texts.of("status.asks"))
        .endsWith("Sandbox: no Google project is affected");
  }

  /** An undo runs while no stage does, and its question comes after a sandbox was opened. */
  @Test
  void saysThatTheOperatorIsAskedInAnUndoToo() {
    model.view().set(Canned.whole());
    model.say("Opening the sandbox; a new one is filled with documents first");
    assertThat(line()).contains("Opening the sandbox");
    model.question().set(Canned.question());
    assertThat(line()).contains(Texts.of("status.asks")).doesNotContain("Opening the sandbox");
    model.view().set(null);
    assertThat(line()).as("a packet has no run here").isEqualTo(Texts.of("status.asks.alone"));
  }

  /** Between its last stage and the end of what it had open. */
  @Test
  void namesARunOnceThatIsAtItsEnd() {
    model.view().set(Canned.whole());
    model.say("Run r200415030000: done");
    assertThat(line()).startsWith(RUN + "done");
  }

  @Test
  void saysWhatARunCameToAndNothingOfAnother() {
    model.running().set(false);
    assertThat(line()).startsWith(RUN + "not running");
    model.say("Run r200415030000: done");
    assertThat(line()).startsWith(RUN + "done");
    model.say("Report written to r.html");
    assertThat(line()).startsWith(RUN + "Report written to r.html");
    model.view().set(null);
    model.notice().set("");
    assertThat(line()).isEqualTo("No cloud is connected");
  }
}
