package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.run.Inspection;
import dev.backfill.run.RunView;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.part.Texts;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks closer at a cell of a run, on its cloud; changes nothing.
 *
 * @param window runs a task on the window's thread
 * @param connected the cloud that a run under way is connected to; null for none
 * @param asked where the question is asked
 */
record Inspections(Clouds clouds, Executor window, Cloud connected, Executor asked) {

  /**
   * Asks, and tells on the window's thread.
   *
   * @param failed gets a sentence that ends with what to do
   */
  <T> void ask(
      RunView view,
      Function<Inspection, T> question,
      Consumer<T> answered,
      Consumer<String> failed) {
    asked.execute(
        () -> {
          try {
            var found = connected == null ? opened(view, question) : on(connected, view, question);
            window.execute(() -> answered.accept(found));
          } catch (Exception e) {
            var why = e.getMessage() + " [" + ErrorCode.log("inspect", e) + "]";
            window.execute(() -> failed.accept(why));
          }
        });
  }

  private <T> T opened(RunView view, Function<Inspection, T> question) throws Exception {
    var opened = clouds.open(clouds.place(view.opened().cloud()), view.plan());
    try (var resources = opened.resources()) {
      return on(opened.cloud(), view, question);
    }
  }

  private static <T> T on(Cloud cloud, RunView view, Function<Inspection, T> question) {
    if (!cloud.description().equals(view.opened().cloud())) {
      throw new IllegalStateException(
          Texts.of("cell.elsewhere", view.opened().cloud(), cloud.description()));
    }
    return question.apply(new Inspection(view.plan(), cloud, Progress.SILENT));
  }
}
