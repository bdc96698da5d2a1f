package dev.backfill.ui;

import dev.backfill.fact.CountFact.Scoped;
import dev.backfill.run.RewriteScope;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.ProblemBanner;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** What a run is for: the checks of its query, and the affected rows day by day. */
final class ScopeController implements RunPage {
  private final StageKind kind;
  private RunView view;
  private Map<String, Scoped> found = Map.of();

  @FXML private Label summary;
  @FXML private SplitPane split;
  @FXML private TableView<StageLine> lines;
  @FXML private Label none;
  @FXML private Node step;
  @FXML private StepController stepController;

  ScopeController(StageKind kind) {
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    var subject =
        TableColumns.<StageLine>name(Texts.of("lines.subject"), 280, line -> line.step().subject());
    lines
        .getColumns()
        .setAll(
            List.of(
                subject,
                TableColumns.state(Texts.of("lines.state"), "state", StageLine::state),
                number("scope.rows", 100, one -> Optional.of(one.rows())),
                number("scope.affected", 100, Scoped::affected),
                TableColumns.number(
                    Texts.of("scope.share"),
                    76,
                    line -> scoped(line).flatMap(ScopeController::share).orElse(null),
                    share -> String.format(Locale.ROOT, "%.2f %%", share)),
                TableColumns.number(
                    Texts.of("scope.bytes"),
                    108,
                    line -> scoped(line).map(Scoped::bytes).orElse(null),
                    Amounts::bytes)));
    TableColumns.fill(lines, subject, List.of());
    TableRows.keepInView(lines);
    TableRows.copySeveral(lines);
    lines.setPlaceholder(new Label(Texts.of("scope.empty")));
    lines.setAccessibleText(Texts.of("page." + kind.id()));
    lines.getSelectionModel().selectedItemProperty().addListener((p, was, now) -> choose(now));
    none.managedProperty().bind(none.visibleProperty());
    summary.managedProperty().bind(summary.textProperty().isNotEmpty());
    choose(null);
  }

  private TableColumn<StageLine, Long> number(
      String key, double width, Function<Scoped, Optional<Long>> value) {
    return TableColumns.number(
        Texts.of(key), width, line -> scoped(line).flatMap(value).orElse(null), Texts::number);
  }

  private Optional<Scoped> scoped(StageLine line) {
    return Optional.ofNullable(found.get(line.step().subject()));
  }

  /** In percent. */
  private static Optional<Double> share(Scoped one) {
    return one.affected().filter(rows -> one.rows() > 0).map(rows -> 100.0 * rows / one.rows());
  }

  @Override
  public void show(RunView now) {
    view = now;
    var scope = RewriteScope.of(now);
    found = scope.found();
    summary.setText(found.isEmpty() ? "" : Texts.of("scope.summary", scope.brief()));
    TableRows.set(lines, now.stage(kind).lines(), StageLine::step);
    lines.refresh();
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
}
