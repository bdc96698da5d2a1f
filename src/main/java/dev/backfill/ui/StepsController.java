package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.ProblemBanner;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.time.Duration;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;

/** The steps of one stage, with what each said; the selected one in full below. */
final class StepsController implements RunPage {
  private final StageKind kind;
  private RunView view;

  @FXML private SplitPane split;
  @FXML private TableView<StageLine> lines;
  @FXML private Label none;
  @FXML private Node step;
  @FXML private StepController stepController;

  StepsController(StageKind kind) {
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    lines
        .getColumns()
        .setAll(
            List.of(
                TableColumns.name(Texts.of("lines.subject"), 360, line -> line.step().subject()),
                TableColumns.state(Texts.of("lines.state"), "state", StageLine::state),
                TableColumns.text(Texts.of("lines.said"), 340, line -> firstLine(line.text())),
                TableColumns.text(Texts.of("lines.took"), 90, StepsController::took)));
    lines.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableRows.keepInView(lines);
    TableRows.copySeveral(lines);
    lines.setFixedCellSize(TableRows.HEIGHT);
    lines.setPlaceholder(new Label(Texts.of("lines.empty")));
    lines.setAccessibleText(Texts.of("lines.table"));
    lines.getSelectionModel().selectedItemProperty().addListener((p, was, now) -> choose(now));
    none.managedProperty().bind(none.visibleProperty());
    choose(null);
  }

  @Override
  public void show(RunView now) {
    view = now;
    TableRows.set(lines, now.stage(kind).lines(), StageLine::step);
    if (lines.getSelectionModel().isEmpty()) {
      // What went wrong is what the operator came for.
      TableRows.reveal(lines, line -> ProblemBanner.isTrouble(line.state()));
    }
  }

  /** The table has all the place until a step is chosen. */
  private void choose(StageLine line) {
    none.setVisible(line == null);
    if (line == null) {
      split.getItems().remove(step);
      return;
    }
    if (!split.getItems().contains(step)) {
      split.getItems().add(step);
      split.setDividerPositions(0.55);
    }
    stepController.show(view, line);
  }

  static String took(StageLine line) {
    return line.ended().map(end -> Amounts.span(Duration.between(line.started(), end))).orElse("");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
