package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.run.Inspection;
import dev.backfill.run.RunView;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.Texts;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks closer at a cell of a run, on its cloud; changes nothing. Beside the run while one is under
 * way; else on the run's own thread, before the next one: an embedded sandbox is opened once at a
 * time.
 */
final class Inspections implements AutoCloseable {
  private final Clouds clouds;
  private final Executor window;
  private final Supplier<Cloud> connected;
  private final Executor run;
  private final OwnThread beside = new OwnThread("inspect");

  /**
   * Makes it; nothing is asked.
   *
   * @param connected the cloud of the run under way; gives null while there is none
   * @param run where runs are run
   */
  Inspections(Clouds clouds, Executor window, Supplier<Cloud> connected, Executor run) {
    this.clouds = clouds;
    this.window = window;
    this.connected = connected;
    this.run = run;
  }

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
    var cloud = connected.get();
    (cloud == null ? run : beside)
        .execute(
            () -> {
              try {
                var found = cloud == null ? opened(view, question) : on(cloud, view, question);
                window.execute(() -> answered.accept(found));
              } catch (Exception e) {
                var why = Teller.words(e) + " [" + ErrorCode.log("inspect", e) + "]";
                window.execute(() -> failed.accept(why));
              }
            });
  }

  /** The run's own sandbox, as it is left: another one does not have what the run wrote. */
  private <T> T opened(RunView view, Function<Inspection, T> question) throws Exception {
    var place = clouds.place(view.opened().cloud());
    var opened = clouds.look(place, view.plan(), view.opened().run());
    try (var resources = opened.resources()) {
      return on(opened.cloud(), view, question);
    }
  }

  private static <T> T on(Cloud cloud, RunView view, Function<Inspection, T> question) {
    if (!cloud.description().equals(view.opened().cloud()) || view.site().isOther(cloud.site())) {
      var project = view.plan().targetProject();
      throw new IllegalStateException(
          Texts.of(
              "cell.elsewhere", view.where(), cloud.site().words(cloud.description(), project)));
    }
    return question.apply(new Inspection(view.plan(), cloud, Progress.SILENT));
  }

  @Override
  public void close() {
    beside.close();
  }
}
