package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.problem.Problem;
import dev.backfill.run.BusyTime;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.run.StepCount;
import dev.backfill.stage.StageKind;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.LogLines;
import dev.backfill.ui.model.ProblemBanner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TroubleTest {
  @Test
  void saysASentenceAnActionAndACode() {
    var trouble = trouble(Canned.run(StageKind.DECODE, State.FAILED).stage(StageKind.DECODE));
    assertThat(trouble.sentence()).endsWith("a work item failed 4 times (out of memory).");
    assertThat(trouble.action()).startsWith("Split the plan by day");
    assertThat(trouble.code()).isEqualTo("BC-7XQ21ZR");
    assertThat(trouble.details()).contains("job");
  }

  @Test
  void countsTheProblemsAndKeepsAllOfThem() {
    var trouble = trouble(Canned.run(StageKind.VALIDATE, State.REFUSED).stage(StageKind.VALIDATE));
    assertThat(trouble.sentence()).matches("\\d+ problems. The first: .*41281037 in live");
    assertThat(trouble.action()).startsWith("Open the rows that do not pass");
    assertThat(trouble.code()).startsWith("BC-");
    assertThat(trouble.details().lines().filter(line -> line.contains("3 missing")))
        .hasSizeGreaterThan(3);
  }

  @Test
  void tellsWhatAStageWithoutStepsRefused() {
    var stage =
        new StageView(
            StageKind.CLEANUP,
            State.REFUSED,
            "Not confirmed. To confirm, name: data-backfill-14",
            Optional.of("BC-1"),
            List.of(Problem.of("Not confirmed.", "To confirm, name: data-backfill-14")),
            List.of(),
            StepCount.NONE,
            BusyTime.NONE);
    var trouble = trouble(stage);
    assertThat(trouble.sentence()).isEqualTo("Not confirmed.");
    assertThat(trouble.action()).isEqualTo("To confirm, name: data-backfill-14");
    assertThat(trouble.details()).as("the sentence is all").isEmpty();
  }

  @Test
  void isSilentWhileNothingIsWrong() {
    assertThat(ProblemBanner.of(Canned.run(StageKind.MIRROR, State.DONE).stage(StageKind.MIRROR)))
        .isEmpty();
  }

  @Test
  void marksTheSameRefusalAlikeWhateverItNames() {
    var one = ErrorCode.ofText("p:d.t$20200414 changed since its backup was made. Resume.");
    assertThat(ErrorCode.ofText("p:d.other_v4$20200415 changed since its backup was made. Resume."))
        .isEqualTo(one);
    assertThat(ErrorCode.ofText("p:d.t$20200414 was dropped. Resume.")).isNotEqualTo(one);
  }

  @Test
  void findsACodeWithItsWholeEntry() {
    var lines =
        List.of(
            "2020-04-15T03:00:00.000Z ERROR [run] x [BC-7XQ21ZR] decode",
            "java.lang.IllegalStateException: no",
            "\tat dev.backfill.X",
            "2020-04-15T03:00:01.000Z INFO  [run] x something else");
    assertThat(LogLines.matching(lines, "bc-7xq21zr")).isEqualTo(lines.subList(0, 3));
    assertThat(LogLines.matching(lines, "")).isEqualTo(lines);
    assertThat(LogLines.matching(List.of(), "x")).isEmpty();
  }

  private static ProblemBanner trouble(StageView stage) {
    return ProblemBanner.of(stage).orElseThrow();
  }
}
