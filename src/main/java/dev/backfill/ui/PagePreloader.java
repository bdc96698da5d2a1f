package dev.backfill.ui;

import dev.backfill.run.Playbooks;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * Makes the window's pages before the operator turns to them, so that none holds the window up: on
 * another thread what takes long, loading and styling; on the window's, in short calls, binding and
 * the first layout.
 */
final class PagePreloader {
  private static final int TABLES = 8;

  private final Pages pages;
  private final Scene window;
  private final Function<String, List<Runnable>> keep;

  /**
   * For a window.
   *
   * @param keep takes a page into the window unseen, in steps for as many calls of its thread
   */
  PagePreloader(Pages pages, Scene window, Function<String, List<Runnable>> keep) {
    this.pages = pages;
    this.window = window;
    this.keep = keep;
  }

  /** Makes every page that is not there; returns when it is done. Not for the window's thread. */
  void make() throws InterruptedException {
    Icon.readAhead(Pages.ids(Playbooks.DEFAULT));
    Icon.readAhead(Stream.of(State.values()).map(Texts::word).toList());
    Icon.readAhead(Stream.of(Standing.values()).map(Texts::word).toList());
    for (var i = 0; i < TABLES; i++) {
      practise();
    }
    for (var id : Pages.ids(Playbooks.DEFAULT)) {
      make(id);
    }
    for (var id : List.of("confirm", "ask", "logs")) {
      make(id);
    }
  }

  private void practise() throws InterruptedException {
    var practice = new TableWarmUp();
    var place = styled(practice.root());
    while (!practice.isDone()) {
      onWindow(() -> practice.next(place));
    }
  }

  private void make(String id) throws InterruptedException {
    if (isThere(id)) {
      return;
    }
    var page = pages.make(id);
    var place = styled(page.root());
    // First of all: a date picker that is laid out for the first time empties its text.
    onWindow(() -> layOut(page.root(), place));
    onWindow(() -> put(id, page));
    onWindow(() -> layOut(page.root(), place));
    var steps = new ArrayList<Runnable>();
    onWindow(() -> steps.addAll(keep.apply(id)));
    for (var step : steps) {
      onWindow(step);
    }
  }

  private boolean isThere(String id) throws InterruptedException {
    var there = new AtomicBoolean();
    onWindow(() -> there.set(pages.isLoaded(id)));
    return there.get();
  }

  private Region styled(Node root) {
    var place = new StackPane(root);
    place.getStyleClass().addAll("page", "pages");
    var scene = new Scene(place);
    scene.getStylesheets().setAll(window.getStylesheets());
    Theme.dress(scene);
    place.applyCss();
    return place;
  }

  /** One call at a time, so that what the operator does comes between them. */
  private static void onWindow(Runnable call) throws InterruptedException {
    var done = new CountDownLatch(1);
    Platform.runLater(
        () -> {
          try {
            call.run();
          } finally {
            done.countDown();
          }
        });
    done.await();
  }

  private void put(String id, Pages.Page page) {
    if (!pages.isLoaded(id)) {
      page.bind();
      pages.put(id, page);
    }
  }

  /** Lays a page out as large as it will be, unless it is shown already. */
  private void layOut(Node root, Region place) {
    if (root.getParent() == place) {
      place.resize(window.getWidth(), window.getHeight());
      place.layout();
    }
  }
}
