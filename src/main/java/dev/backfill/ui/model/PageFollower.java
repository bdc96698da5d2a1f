package dev.backfill.ui.model;

import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * Which page is on screen: that of the stage under way, until the operator chooses another or does
 * something on it. Then it stays, and there is a way back.
 */
public final class PageFollower {
  private final RunModel model;
  private final ReadOnlyStringWrapper page;
  private final ReadOnlyStringWrapper stage = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper away = new ReadOnlyBooleanWrapper();
  private RunView before;
  private RunView seen;
  private boolean along;

  /** Begins with a page on screen, and with no run to go along with. */
  public PageFollower(RunModel model, String first) {
    this.model = model;
    page = new ReadOnlyStringWrapper(first);
  }

  /** The id of the page on screen. */
  public ReadOnlyStringProperty page() {
    return page.getReadOnlyProperty();
  }

  /** The id of the page of the stage under way, or that was last; empty before a run. */
  public ReadOnlyStringProperty stage() {
    return stage.getReadOnlyProperty();
  }

  /** Whether a stage is under way whose page is not on screen. */
  public ReadOnlyBooleanProperty away() {
    return away.getReadOnlyProperty();
  }

  /** The operator begins a run, or goes on with one, to go along with. */
  public void begin() {
    // What is shown until the run tells of itself is the run before.
    before = model.view().get();
    stage.set("");
    along = true;
  }

  /**
   * The operator turns to a page, or stays on it: the page on screen may be behind a quick run, so
   * that to choose it tells as much as to choose another.
   */
  public void choose(String id) {
    along = id.equals(stage.get());
    page.set(id);
    compare();
  }

  /** The operator does something on the page on screen: it stays. */
  public void stay() {
    along = false;
  }

  /** The operator opens a run to look at: the page on which something happened last. */
  public void open(RunView view) {
    along = false;
    seen = view;
    choose(newest(view.stages()).orElse(view.stages().get(0).kind().id()));
  }

  /** Back to the stage under way, and along with the run from there. */
  public void goBack() {
    choose(stage.get());
  }

  /** Looks how far the run is, and turns to its stage's page for who goes along. */
  public void look() {
    var view = model.view().get();
    // A quick run has ended before the window hears of its last stage; one only looked at did not.
    var live = model.running().get() || model.outcome().get() != null;
    if (live && view != null && view != before) {
      newest(moved(view)).ifPresent(this::reached);
    }
    if (view == null) {
      // A packet is executed, which is no stage's.
      stage.set("");
    }
    seen = view;
    compare();
  }

  /**
   * The stages of which the run has told since the last look. A stage that comes later may be over
   * from before: who copies again after an undo, and declines, is not led to cleanup.
   */
  private List<StageView> moved(RunView view) {
    if (seen == null || !seen.opened().equals(view.opened())) {
      return view.stages();
    }
    var last = seen;
    return view.stages().stream().filter(stage -> !stage.equals(last.stage(stage.kind()))).toList();
  }

  private void reached(String now) {
    var moved = !now.equals(stage.get());
    stage.set(now);
    if (moved && along) {
      page.set(now);
    }
  }

  private static Optional<String> newest(List<StageView> stages) {
    return stages.stream()
        .filter(stage -> stage.state() != State.WAITING)
        .reduce(
            (first, second) ->
                second.state() == State.RUNNING || first.state() != State.RUNNING ? second : first)
        .map(StageView::kind)
        .map(StageKind::id);
  }

  private void compare() {
    away.set(model.running().get() && !stage.get().isEmpty() && !stage.get().equals(page.get()));
  }
}
