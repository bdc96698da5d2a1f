package dev.backfill.ui.model;

import dev.backfill.cloud.CloudKind;
import dev.backfill.run.RunView;
import dev.backfill.run.StagePace;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.run.StepCount;
import dev.backfill.text.Amounts;
import java.util.Optional;

/**
 * What goes on now, in one line: the run, its stage, how far it is and what it said last, in its
 * own words; while the cloud does not answer, since when, until when it is asked again, and why.
 */
public record StatusLine(RunModel model, StagePace pace) {

  /**
   * The whole line.
   *
   * @param where the run acts, in words
   */
  public String text(String where) {
    var view = model.view().get();
    if (view == null) {
      // A packet of another's run is executed.
      if (model.question().get() != null) {
        return Texts.of("status.asks.alone");
      }
      return model.running().get() || !model.notice().get().isEmpty()
          ? model.notice().get()
          : Texts.of("shell.nocloud");
    }
    return Texts.of(
        "status.run", view.opened().run(), view.plan().name(), now(view), affected(view, where));
  }

  private static String affected(RunView view, String where) {
    return CloudKind.isSandbox(view.opened().cloud()) ? Texts.of("status.sandbox") : where;
  }

  private String now(RunView view) {
    if (!model.running().get()) {
      return rests();
    }
    var running =
        view.stages().stream().filter(stage -> stage.state() == State.RUNNING).findFirst();
    if (running.isEmpty()) {
      // An undo asks, and is no stage.
      return model.question().get() != null
          ? Texts.of("status.asks")
          : notice().orElse(Texts.of("status.starting"));
    }
    var stage = running.get();
    return Texts.of("status.stage", Texts.of("page." + stage.kind().id()), what(stage));
  }

  private String rests() {
    return notice().orElse(Texts.of("status.rests"));
  }

  private Optional<String> notice() {
    // The run is named at the line's begin.
    var named = Texts.of("run.ended", model.view().get().opened().run(), "");
    return Optional.of(model.notice().get())
        .map(text -> text.startsWith(named) ? text.substring(named.length()) : text)
        .filter(text -> !text.isEmpty());
  }

  private String far(StepCount steps) {
    return pace.of(model.view().get())
        .map(
            now ->
                Texts.of(
                    "status.pace",
                    steps.done(),
                    steps.all(),
                    Amounts.span(now.left()),
                    now.requests()))
        .orElseGet(() -> Texts.of("pace.done", steps.done(), steps.all()));
  }

  private String what(StageView stage) {
    if (!model.waiting().get().isEmpty()) {
      return model.waiting().get();
    }
    if (model.question().get() != null) {
      return Texts.of("status.asks");
    }
    var steps = stage.steps();
    var far = steps.all() == 0 ? "" : far(steps);
    // What another stage said is over.
    var said = model.said().get();
    var words = said != null && said.stage().equals(stage.kind()) ? said.text() : "";
    return far.isEmpty() || words.isEmpty()
        ? (far + words).isEmpty() ? Texts.of("status.starting") : far + words
        : Texts.of("status.far", far, words);
  }
}
