package dev.backfill.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The pages in one scene, of which one is shown: a page that leaves its scene is styled anew when
 * it comes back, which takes longer than a few frames.
 */
final class PageStack {
  // Nodes that are styled in one step: some 20 ms where nothing is compiled yet.
  static final int MOST = 12;

  // Nodes that a control brings when it is styled; one with parts that scroll, a step's worth.
  private static final int UNSTYLED = 4;

  // What has its parts from a page's file alone; others put theirs in and out themselves.
  private static final Set<Class<?>> PLAIN =
      Set.of(VBox.class, HBox.class, GridPane.class, FlowPane.class, PlanForm.class);

  private final StackPane place;
  private final ObservableBooleanValue asked;
  private Parent shown;

  /**
   * Pages in a place.
   *
   * @param asked whether a question lies above, under which nothing can be reached
   */
  PageStack(StackPane place, ObservableBooleanValue asked) {
    this.place = place;
    this.asked = asked;
    asked.addListener((p, was, now) -> reach());
    // All that is hidden would be styled in the one call in which the theme is turned.
    Theme.shown().addListener((p, was, now) -> place.getChildren().removeIf(one -> one != shown));
  }

  /** Shows a page in the place of the one before. */
  void show(Parent page) {
    if (page == shown) {
      return;
    }
    if (shown != null) {
      seen(shown, false);
      shown.setDisable(false);
    }
    shown = page;
    if (page.getParent() != place) {
      place.getChildren().add(0, page);
    }
    seen(page, true);
    page.toBack();
    reach();
  }

  /** Only what is shown: thousands of hidden parts would change their look for nobody. */
  private void reach() {
    if (shown != null) {
      shown.setDisable(asked.get());
    }
  }

  private static void seen(Parent page, boolean seen) {
    page.setManaged(seen);
    page.setVisible(seen);
  }

  /**
   * Takes in a page that is not shown yet, part by part: the steps are for as many calls of the
   * window's thread, each short.
   */
  List<Runnable> keep(Parent page) {
    return steps(place, page, () -> seen(page, page == shown));
  }

  /**
   * Moves a node to another place part by part.
   *
   * @param first done before it is there
   */
  static List<Runnable> steps(Pane place, Parent page, Runnable first) {
    var steps = new ArrayList<Runnable>();
    steps.add(
        () -> {
          first.run();
          // The operator may have turned to it meanwhile.
          if (page.getParent() != place) {
            add(place.getChildren(), List.of(page));
          }
        });
    takeApart(page, steps);
    return steps;
  }

  /** The same for the page that is shown. */
  List<Runnable> steps() {
    return steps(shown);
  }

  /**
   * Takes what is large apart, to put it together again where it is.
   *
   * @return the steps, for as many calls
   */
  static List<Runnable> steps(Node node) {
    var steps = new ArrayList<Runnable>();
    takeApart(node, steps);
    return steps;
  }

  /** Takes the parts of what is large out of it, and puts them back in steps. */
  private static void takeApart(Node node, List<Runnable> steps) {
    if (size(node) <= MOST) {
      return;
    }
    if (node instanceof SplitPane split) {
      var at = split.getDividerPositions();
      takeApart(split.getItems(), steps);
      steps.add(() -> split.setDividerPositions(at));
    } else if (node instanceof TabPane tabs) {
      tabs.getTabs().forEach(tab -> takeOut(tab.getContent(), tab::setContent, steps));
    } else if (node instanceof ScrollPane scroll) {
      takeOut(scroll.getContent(), scroll::setContent, steps);
    } else if (node instanceof BorderPane border) {
      takeOut(border.getLeft(), border::setLeft, steps);
      takeOut(border.getTop(), border::setTop, steps);
      takeOut(border.getCenter(), border::setCenter, steps);
      takeOut(border.getBottom(), border::setBottom, steps);
    } else if (PLAIN.contains(node.getClass())) {
      takeApart(((Pane) node).getChildren(), steps);
    }
  }

  private static void takeOut(Node content, Consumer<Node> place, List<Runnable> steps) {
    if (content != null) {
      place.accept(null);
      steps.add(
          () -> {
            place.accept(content);
            content.applyCss();
          });
      takeApart(content, steps);
    }
  }

  /** Small parts are put back together with others, a large one after its own parts are out. */
  private static void takeApart(List<Node> parts, List<Runnable> steps) {
    var all = List.copyOf(parts);
    parts.clear();
    var together = new ArrayList<Node>();
    var size = 0;
    for (var part : all) {
      if (size + size(part) > MOST && !together.isEmpty()) {
        var batch = List.copyOf(together);
        steps.add(() -> add(parts, batch));
        together.clear();
        size = 0;
      }
      if (size(part) > MOST) {
        steps.add(() -> add(parts, List.of(part)));
        takeApart(part, steps);
      } else {
        together.add(part);
        size += size(part);
      }
    }
    steps.add(() -> add(parts, together));
  }

  private static int size(Node node) {
    return own(node) + parts(node).stream().mapToInt(PageStack::size).sum();
  }

  private static int own(Node node) {
    if (!(node instanceof Control control) || control.getSkin() != null) {
      return 1;
    }
    return node instanceof TextArea || node instanceof TableView || node instanceof ListView
        ? MOST
        : UNSTYLED;
  }

  /** What a node holds: of a control it is among its children only when that is styled. */
  private static List<? extends Node> parts(Node node) {
    if (node instanceof SplitPane split) {
      return split.getItems();
    } else if (node instanceof TabPane tabs) {
      return tabs.getTabs().stream().map(Tab::getContent).filter(Objects::nonNull).toList();
    } else if (node instanceof ScrollPane scroll) {
      return Stream.ofNullable(scroll.getContent()).toList();
    }
    return node instanceof Parent parent ? parent.getChildrenUnmodifiable() : List.of();
  }

  /** Styled in the same call: several that wait for one frame are styled in one. */
  private static void add(List<Node> parts, List<? extends Node> more) {
    parts.addAll(more);
    more.forEach(Node::applyCss);
  }
}
