package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Prices;
import dev.backfill.estimate.Range;
import dev.backfill.estimate.StageEstimate;
import dev.backfill.fact.Estimated;
import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What the page of a job says while nothing is reported. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class DecodePageTest {
  @TempDir static Path folder;
  private Desk desk;

  @Start
  void open(Stage stage) {
    stage.setWidth(1280);
    stage.setHeight(800);
    desk = new Desk(stage, folder, (place, plan) -> new Clouds.Opened(null, () -> {}));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** A job may report nothing for minutes, and what it takes grows all the same. */
  @Test
  void whatIsSpentGrowsWithoutAReport(FxRobot robot) {
    var begun = Instant.now();
    var view =
        RunView.of(
            List.of(
                new Entry.Opened(begun, "r1", "test", "a sandbox", Canned.PLAN),
                new Entry.Observed(begun, StageKind.PREFLIGHT, new Estimated(estimate())),
                new Entry.Started(begun, new Step(StageKind.DECODE, RunView.WHOLE), 1, null),
                new Entry.Started(begun, new Step(StageKind.DECODE, "job"), 1, "job"),
                new Entry.Observed(
                    begun, StageKind.DECODE, new JobStood("j-1", "RUNNING", begun, false))));
    robot.interact(
        () -> {
          desk.model.running().set(true);
          desk.model.view().set(view);
        });
    desk.turnTo(robot, "decode");
    var used = robot.lookup("#used").queryLabeled();
    desk.until(() -> used.getText().contains("so far"));
    var first = used.getText();
    desk.until(() -> !used.getText().equals(first));
    assertThat(used.getText()).contains("so far");
    robot.interact(() -> desk.model.running().set(false));
  }

  private static Estimate estimate() {
    var some = new Range(1, 2, 3);
    var decode =
        new StageEstimate(StageKind.DECODE, some, Range.ZERO, Range.ZERO, some, some, 1, 1);
    return new Estimate(
        1,
        some,
        some,
        List.of(decode),
        Range.ZERO,
        some,
        List.of("a guess"),
        true,
        true,
        Prices.ofProgram());
  }
}
