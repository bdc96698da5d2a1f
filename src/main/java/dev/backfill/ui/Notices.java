package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Says on the desktop that a stage ended or that the operator is asked, while nobody looks. */
final class Notices {
  private final BooleanSupplier looking;
  private final BiConsumer<String, String> send;
  private final Map<StageKind, State> known = new HashMap<>();

  /**
   * Makes the watch of a model.
   *
   * @param looking whether the window has the focus
   * @param send tells the desktop a title and a text
   */
  Notices(RunModel model, BooleanSupplier looking, BiConsumer<String, String> send) {
    this.looking = looking;
    this.send = send;
    model.view().addListener((p, was, now) -> compare(now, model.running().get()));
    model.question().addListener((p, was, now) -> asked(now != null));
  }

  private void compare(RunView view, boolean running) {
    for (var stage :
        view == null ? java.util.List.<dev.backfill.run.StageView>of() : view.stages()) {
      var before = known.put(stage.kind(), stage.state());
      if (running && before == State.RUNNING && before != stage.state()) {
        say(
            Texts.of("notice.stage", Texts.of("page." + stage.kind().id())),
            Texts.of("notice.state", view.plan().name(), Texts.state(stage.state())));
      }
    }
  }

  private void asked(boolean open) {
    if (open) {
      say(Texts.of("notice.asked"), Texts.of("notice.typing"));
    }
  }

  private void say(String title, String text) {
    if (!looking.getAsBoolean()) {
      send.accept(title, text);
    }
  }
}
