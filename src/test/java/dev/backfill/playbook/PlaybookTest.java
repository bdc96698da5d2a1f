package dev.backfill.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbook;
import dev.backfill.run.Playbooks;
import dev.backfill.run.Stage;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Standing;
import dev.backfill.run.Steps;
import dev.backfill.stage.StageKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a playbook must hold to, whatever its stages are. */
class PlaybookTest {
  @Test
  void everyKindOfPlanHasItsPlaybookAndNoOtherIsThere() {
    assertThat(Playbooks.ALL)
        .extracting(Playbook::id)
        .containsExactlyElementsOf(Arrays.stream(PlaybookId.values()).map(PlaybookId::id).toList());
    assertThat(Playbooks.DEFAULT.id())
        .as("that of plans and journals that name none")
        .isEqualTo(PlaybookId.REPLAY.id())
        .isEqualTo(Entry.REPLAY);
  }

  /** Pages are made before a run is, and so before it is known of which playbook. */
  @Test
  void aStageOfOneIdIsForTheSameInEveryPlaybook() {
    var known = new HashMap<StageKind, List<Object>>();
    for (var playbook : Playbooks.ALL) {
      for (var stage : playbook.stages()) {
        var is = List.<Object>of(stage.role(), stage.page());
        assertThat(known.computeIfAbsent(stage.kind(), kind -> is))
            .as(stage.kind().id())
            .isEqualTo(is);
      }
    }
  }

  /** What is written is held first, and what lands is proved and can be taken back. */
  @Test
  void whatWritesComesAfterWhatTakesTheTarget() {
    for (var playbook : Playbooks.ALL) {
      var stages = playbook.stages();
      var taken = false;
      for (var stage : stages) {
        taken |= stage.hold() == Stage.Hold.TAKES;
        assertThat(taken || stage.hold() == Stage.Hold.NONE).as(stage.kind().id()).isTrue();
      }
      playbook
          .one(Role.LANDS)
          .ifPresent(
              lands -> {
                var validates = playbook.one(Role.VALIDATES).orElseThrow();
                var proves = playbook.one(Role.PROVES).orElseThrow();
                assertThat(playbook.isBefore(validates, lands)).isTrue();
                assertThat(playbook.isBefore(lands, proves)).isTrue();
              });
    }
  }

  @Test
  void hasNoStageTwiceAndOneAtMostThatLands() {
    var stages = Playbooks.DEFAULT.stages();
    var twice = List.of(stages.get(0), stages.get(0));
    var lands = Playbooks.DEFAULT.stage(Playbooks.DEFAULT.one(Role.LANDS).orElseThrow());
    var again =
        new Stage() {
          @Override
          public StageKind kind() {
            return StageKind.of("again");
          }

          @Override
          public Role role() {
            return Role.LANDS;
          }

          @Override
          public String heading() {
            return "Again";
          }

          @Override
          public List<dev.backfill.stage.PlannedStep> steps(PlannedRun run) {
            return List.of();
          }

          @Override
          public dev.backfill.stage.StepResult run(Steps steps) {
            return new dev.backfill.stage.StepResult.Done("");
          }
        };
    for (var wrong : List.of(List.<Stage>of(), twice, List.of(lands, again))) {
      assertThatThrownBy(() -> new Playbook("x", wrong, Playbooks.DEFAULT.checks()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The playbook x");
    }
  }

  @Test
  void checksByItsOwnChecksAlone() {
    var counts = Counts.unknown(Cell.parse("telemetry/main/4@2020-04-14"));
    var two = Set.of(CheckKind.NOT_EMPTY, CheckKind.DEDUPED);
    assertThat(new Playbook("x", Playbooks.DEFAULT.stages(), two).check(counts))
        .extracting(CheckResult::kind)
        .containsExactly(CheckKind.DEDUPED, CheckKind.NOT_EMPTY);
    assertThat(Playbooks.DEFAULT.check(counts)).isEqualTo(Checks.of(counts));
    assertThatThrownBy(() -> new Playbook("x", Playbooks.DEFAULT.stages(), Set.of()))
        .hasMessageContaining("validates by no check");
    assertThat(Standing.of(counts, List.of())).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void namesTheStagesThatThereAre() {
    var ids = Playbooks.DEFAULT.kinds().stream().map(StageKind::id).toList();
    assertThatThrownBy(() -> Playbooks.kind("finalise"))
        .hasMessageStartingWith("No stage is called 'finalise'. The stages are " + ids.get(0))
        .hasMessageContainingAll(ids.toArray(CharSequence[]::new));
  }
}
