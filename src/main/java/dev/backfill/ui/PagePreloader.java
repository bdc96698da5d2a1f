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
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * Makes the window's pages before the operator turns to them, so that none holds the window up:
 * loads them on another thread, and styles, binds and lays them out on the window's, in short
 * calls.
 */
final class PagePreloader {
  private static final int TABLES = 8;

  private final Pages pages;
  private final Scene window;
  private final ShellController shell;

  PagePreloader(Pages pages, Scene window, ShellController shell) {
    this.pages = pages;
    this.window = window;
    this.shell = shell;
  }

  /** Styles the window before it is shown. Not for its thread. */
  void style() throws InterruptedException {
    for (var first : FirstOfAKind.FOR_THE_START) {
      styled(first.get());
    }
    inSteps(shell::apart);
  }

  /** Makes every page that is not there; returns when it is done. Not for the window's thread. */
  void make() throws InterruptedException {
    Icon.readAhead(Pages.ids(Playbooks.DEFAULT));
    Icon.readAhead(Stream.of(State.values()).map(Texts::word).toList());
    Icon.readAhead(Stream.of(Standing.values()).map(Texts::word).toList());
    for (var first : FirstOfAKind.FOR_PAGES) {
      styled(first.get());
    }
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
    inSteps(() -> shell.keep(id));
  }

  private boolean isThere(String id) throws InterruptedException {
    var there = new AtomicBoolean();
    onWindow(() -> there.set(pages.isLoaded(id)));
    return there.get();
  }

  /** Styles what is not shown yet in a place of its own, part by part. */
  private Region styled(Parent root) throws InterruptedException {
    var place = new StackPane();
    place.getStyleClass().addAll("page", "pages");
    onWindow(
        () -> {
          var scene = new Scene(place);
          scene.getStylesheets().setAll(window.getStylesheets());
          Theme.dress(scene);
        });
    inSteps(() -> PageStack.steps(place, root, () -> {}));
    return place;
  }

  private static void inSteps(Supplier<List<Runnable>> listed) throws InterruptedException {
    var steps = new ArrayList<Runnable>();
    onWindow(() -> steps.addAll(listed.get()));
    for (var step : steps) {
      onWindow(step);
    }
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
