package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Rows;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.Texts;
import java.time.Duration;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/** The steps of one stage, with what each said; the selected one in full below. */
final class StepsController implements Shown {
  private final StageKind kind;
  private RunView view;

  @FXML private TableView<StageLine> lines;
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
                Columns.text(Texts.of("lines.subject"), 360, line -> line.step().subject()),
                Columns.state(Texts.of("lines.state"), "state", StageLine::state),
                Columns.text(Texts.of("lines.said"), 340, line -> firstLine(line.text())),
                Columns.text(Texts.of("lines.took"), 90, StepsController::took)));
    lines.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    lines.setPlaceholder(new Label(Texts.of("lines.empty")));
    lines.setAccessibleText(Texts.of("lines.table"));
    lines
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((p, was, now) -> stepController.show(view, now));
    stepController.show(null, null);
  }

  @Override
  public void show(RunView now) {
    view = now;
    Rows.set(lines, now.stage(kind).lines(), StageLine::step);
  }

  static String took(StageLine line) {
    return line.ended().map(end -> Spans.of(Duration.between(line.started(), end))).orElse("");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
