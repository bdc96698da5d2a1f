package dev.backfill.ui;

import dev.backfill.ui.model.KeyNames;
import dev.backfill.ui.model.PageFollower;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.Scene;
import javafx.scene.control.MenuBar;

/**
 * The window's scene with what stands behind it.
 *
 * @param background where its pages compute what they show; to be closed with it
 * @param following which page is on screen
 * @param ahead makes the pages that are not shown yet
 * @param shell its frame
 */
record Window(
    Scene scene,
    PlanModel plan,
    Background background,
    PageFollower following,
    PagePreloader ahead,
    ShellController shell) {
  static final double WIDTH = 1280;
  static final double HEIGHT = 800;

  /** The least in which no table is scrolled sideways and no field is cut. */
  static final double LEAST_WIDTH = 1100;

  static final double LEAST_HEIGHT = 680;

  /** A screen of less is one of which nothing is known yet. */
  static final double NO_ROOM = 400;

  /** The id of the page on screen. */
  ReadOnlyStringProperty page() {
    return following.page();
  }

  /** The bar at the top of the screen, on a system that has one. */
  Optional<MenuBar> menu(KeyNames system) {
    return shell.menu(system);
  }

  /** Makes the scene; the browser opens addresses outside of it. */
  static Window of(RunModel model, RunService service, RunFiles files, Consumer<String> browser) {
    var following = new PageFollower(model, Pages.HOME);
    var plan = new PlanModel("");
    var background = new Background(new Teller(model, Platform::runLater));
    var context = new PageContext(model, plan, service, files, background, following, browser);
    var pages = new Pages(context);
    var frame = pages.load("shell");
    var scene = new Scene(frame.root(), WIDTH, HEIGHT);
    scene.getStylesheets().add(Window.class.getResource("console.css").toExternalForm());
    var shell = (ShellController) frame.controller();
    return new Window(
        scene, plan, background, following, new PagePreloader(pages, scene, shell), shell);
  }
}
