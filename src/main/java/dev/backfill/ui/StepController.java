package dev.backfill.ui;

import dev.backfill.fact.Sent;
import dev.backfill.landing.PlannedUndo;
import dev.backfill.report.ConsoleLinks;
import dev.backfill.report.SentSql;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.StepCost;
import dev.backfill.stage.PlannedStep;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.CodeBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One step in full: what it said, its job, its SQL, and the same by hand. */
final class StepController {
  private final PageContext context;
  private StageLine shown;

  @FXML private Label subject;
  @FXML private Badge badge;
  @FXML private Label said;
  @FXML private HBox job;
  @FXML private Label cost;
  @FXML private VBox queries;
  @FXML private TabPane texts;

  StepController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    said.managedProperty().bind(said.textProperty().isNotEmpty());
    cost.managedProperty().bind(cost.textProperty().isNotEmpty());
    texts.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    texts.managedProperty().bind(texts.visibleProperty());
  }

  /** Shows a step. */
  void show(RunView view, StageLine line) {
    if (line.equals(shown)) {
      return;
    }
    shown = line;
    subject.setText(line.step().subject());
    badge.show("state", line.state());
    said.setText(line.text());
    job.getChildren().clear();
    cost.setText(String.join(", ", StepCost.of(view, line).words()));
    line.job().ifPresent(id -> showJob(view, line, id));
    // A plan of years has tens of thousands of steps to look through.
    context.background().compute(() -> Written.of(view, line), found -> show(view, line, found));
  }

  /** A step's queries as they were sent, and its texts by the keys of their names. */
  private record Written(List<Sent.Statement> sent, Map<String, String> texts) {
    static Written of(RunView view, StageLine line) {
      var step = line.step();
      return new Written(SentSql.of(view, step.stage(), step.subject()), written(view, line));
    }
  }

  private static Map<String, String> written(RunView view, StageLine line) {
    var texts = new LinkedHashMap<String, String>();
    view.playbook()
        .planned(PlannedRun.of(view), line.step())
        .or(() -> undone(view, line))
        .ifPresent(
            call -> {
              SentSql.text(view, call).ifPresent(sql -> texts.put("step.sql", sql));
              texts.put("step.command", call.command());
            });
    texts.values().removeIf(String::isEmpty);
    return texts;
  }

  private static Optional<PlannedStep> undone(RunView view, StageLine line) {
    return PlannedUndo.of(view).stream()
        .filter(step -> step.step().equals(line.step()))
        .findFirst();
  }

  private void show(RunView view, StageLine line, Written written) {
    if (line.equals(shown)) {
      QueryJobs.show(queries, view, written.sent(), context.browser());
      texts.getTabs().clear();
      written.texts().forEach(this::tab);
      texts.setVisible(!texts.getTabs().isEmpty());
    }
  }

  private void showJob(RunView view, StageLine line, String id) {
    var name = new Label(Texts.of("step.job", id));
    name.getStyleClass().add("mono");
    job.getChildren().addAll(name, Clip.button(Texts.of("copy"), () -> id));
    ConsoleLinks.of(view, line).ifPresent(url -> job.getChildren().add(link(url)));
  }

  private Node link(String url) {
    var link = new Hyperlink(Texts.of("step.console"));
    link.setOnAction(event -> context.browser().accept(url));
    return link;
  }

  private void tab(String key, String text) {
    var code = new CodeBlock();
    code.show(text, 14);
    code.name(Texts.of(key));
    texts.getTabs().add(new Tab(Texts.of(key), code));
  }
}
