package dev.backfill.ui;

import dev.backfill.ui.model.PageFollower;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.Scene;

/**
 * The window's scene with what stands behind it.
 *
 * @param background where its pages compute what they show; to be closed with it
 * @param following which page is on screen
 * @param ahead makes the pages that are not shown yet
 */
record Window(
    Scene scene,
    PlanModel plan,
    Background background,
    PageFollower following,
    PagePreloader ahead) {
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

  /** Makes the scene; the browser opens addresses outside of it. */
  static Window of(RunModel model, RunService service, RunFiles files, Consumer<String> browser) {
    var following = new PageFollower(model, Pages.HOME);
    var plan = new PlanModel("");
    var background = new Background(new Teller(model, Platform::runLater));
    var context = new PageContext(model, plan, service, files, background, following, browser);
    var pages = new Pages(context);
    var shell = pages.load("shell");
    var scene = new Scene(shell.root(), WIDTH, HEIGHT);
    scene.getStylesheets().add(Window.class.getResource("console.css").toExternalForm());
    return new Window(
        scene,
        plan,
        background,
        following,
        new PagePreloader(pages, scene, (ShellController) shell.controller()));
  }
}
