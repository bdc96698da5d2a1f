package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class CliProblemsTest {
  private static final Problem WHAT = Problem.of("It is so.", "Do that.");

  @Test
  void namesTheOptionOfEachAct() {
    assertThat(CliProblems.text(WHAT.with(Action.from("validate"), Action.undo())))
        .isEqualTo("It is so. Do that. (--from validate, --undo)");
    assertThat(CliProblems.text(WHAT.with(Action.again("a/b/1@2020-04-14"))))
        .endsWith("(--again a/b/1@2020-04-14)");
    assertThat(CliProblems.text(WHAT.with(Action.leaveOut("a/b/1@2020-04-14"))))
        .endsWith("(--leave-out 'a/b/1@2020-04-14=REASON')");
    assertThat(CliProblems.text(WHAT.with(Action.otherRun("r1"))))
        .endsWith("(--resume r1, --resume r1 --from cleanup)");
    assertThat(CliProblems.text(WHAT.with(Action.handedOver("84cff"))))
        .endsWith("(--handed-over 84cff)");
    assertThat(CliProblems.text(WHAT.with(Action.repair("/runs/r1"))))
        .endsWith("(journal --repair '/runs/r1')");
  }

  @Test
  void addsNothingWhereNoOptionIsNeeded() {
    assertThat(CliProblems.text(WHAT.with(Action.resume(), Action.confirm("p:d.t$20200414"))))
        .isEqualTo("It is so. Do that.");
    assertThat(CliProblems.text(WHAT.under(List.of("a", "b")).with(Action.undo())))
        .isEqualTo("It is so. Do that. (--undo)\n  a\n  b");
  }
}
