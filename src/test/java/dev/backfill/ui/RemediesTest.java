package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.problem.Action;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Remedies;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemediesTest {
  @Test
  void offersWhatThePageHasNoPlaceOfItsOwnFor() {
    var view = Canned.run(StageKind.FINALIZE, State.REFUSED);
    var offers =
        Remedies.of(
            view,
            List.of(
                Action.from("validate"),
                Action.undo(),
                Action.undo(),
                Action.resume(),
                Action.confirm("p"),
                Action.otherRun("nobody-knows")),
            List.of());
    assertThat(offers)
        .extracting(Remedies.Offer::action)
        .containsExactly(Action.from("validate"), Action.undo());
  }
}
