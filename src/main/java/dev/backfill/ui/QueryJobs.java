package dev.backfill.ui;

import dev.backfill.fact.Sent.Ran;
import dev.backfill.fact.Sent.Statement;
import dev.backfill.report.ConsoleLinks;
import dev.backfill.run.RunView;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Clip;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The jobs of a step's queries, a line each: what for, its id to be copied, and what it cost. */
final class QueryJobs {
  private QueryJobs() {}

  /**
   * Shows the jobs of these queries; nothing of those that told of none.
   *
   * @param place that is there only while it holds any
   * @param browser opens an address outside of the window
   */
  static void show(VBox place, RunView view, List<Statement> sent, Consumer<String> browser) {
    place.getChildren().clear();
    for (var one : sent) {
      one.ran().ifPresent(ran -> place.getChildren().add(line(view, one.purpose(), ran, browser)));
    }
    place.setVisible(!place.getChildren().isEmpty());
    place.setManaged(place.isVisible());
  }

  private static FlowPane line(RunView view, String purpose, Ran ran, Consumer<String> browser) {
    var id = new Label(ran.job());
    id.getStyleClass().add("mono");
    var named = new HBox(8, id, Clip.button(Texts.of("copy"), ran::job));
    named.getStyleClass().add("bar");
    var cost = new Label(cost(ran));
    cost.getStyleClass().add("muted");
    var line = new FlowPane(12, 2, new Label(purpose), named, cost);
    // Wrapped in a narrow window; a button is higher than a line of text.
    line.setMinHeight(FlowPane.USE_PREF_SIZE);
    line.setRowValignment(VPos.CENTER);
    ConsoleLinks.of(view, ran.job())
        .ifPresent(
            url -> {
              var shown = new Hyperlink(Texts.of("step.console"));
              shown.setOnAction(event -> browser.accept(url));
              line.getChildren().add(shown);
            });
    return line;
  }

  private static String cost(Ran ran) {
    return Texts.of(
        "query.cost",
        Amounts.bytes(ran.bytes()),
        Amounts.span(Duration.ofMillis(ran.slotMillis())),
        Amounts.span(Duration.ofMillis(ran.millis())));
  }
}
