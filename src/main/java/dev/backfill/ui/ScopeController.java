package dev.backfill.ui;

import dev.backfill.fact.CountFact.Scoped;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.RejectedScope;
import dev.backfill.run.RewriteScope;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.ProblemBanner;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.ArrayList;
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

/**
 * What a run is for: of a rewrite the checks of its query and the affected rows day by day, of
 * rejected documents what the filter catches and leaves out, type by type.
 */
final class ScopeController implements RunPage {
  private final StageKind kind;
  private RunView view;
  private Map<String, Scoped> found = Map.of();
  private RejectedScope rejections = new RejectedScope(List.of(), Map.of());
  private PlaybookId shown = PlaybookId.REWRITE;

  @FXML private Label summary;
  @FXML private SplitPane split;
  @FXML private TableView<StageLine> lines;
  @FXML private Label none;
  @FXML private Node rejected;
  @FXML private RejectedController rejectedController;
  @FXML private Node step;
  @FXML private StepController stepController;

  ScopeController(StageKind kind) {
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    TableRows.keepInView(lines);
    TableRows.copySeveral(lines);
    lines.setAccessibleText(Texts.of("page." + kind.id()));
    lines.getSelectionModel().selectedItemProperty().addListener((p, was, now) -> turnTo(now));
    none.managedProperty().bind(none.visibleProperty());
    summary.managedProperty().bind(summary.textProperty().isNotEmpty());
    lay(PlaybookId.REWRITE);
  }

  private void columns(List<TableColumn<StageLine, ?>> counts) {
    var subject =
        TableColumns.<StageLine>name(Texts.of("lines.subject"), 280, line -> line.step().subject());
    var columns = new ArrayList<TableColumn<StageLine, ?>>();
    columns.add(subject);
    columns.add(TableColumns.state(Texts.of("lines.state"), "state", StageLine::state));
    columns.addAll(counts);
    // Before the columns are set: another set of them is what it fits the first to.
    TableColumns.fill(lines, subject, List.of());
    lines.getColumns().setAll(columns);
  }

  private List<TableColumn<StageLine, ?>> affected() {
    return List.of(
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
            Amounts::bytes));
  }

  private List<TableColumn<StageLine, ?>> caught() {
    return List.of(
        rejected("scope.caught", 172, RejectedScope::caught),
        rejected("scope.left", 100, RejectedScope::left),
        rejected("scope.around", 150, RejectedScope::outside));
  }

  private TableColumn<StageLine, Long> rejected(
      String key, double width, Function<RejectedScope, Long> value) {
    return TableColumns.number(
        Texts.of(key),
        width,
        line -> {
          var one = rejections.only(line.step().subject());
          return one.isEmpty() ? null : value.apply(one);
        },
        Texts::number);
  }

  /** The page for runs of a playbook; it is kept when another run is opened. */
  private void lay(PlaybookId playbook) {
    shown = playbook;
    var rejecting = isRejecting();
    columns(rejecting ? caught() : affected());
    lines.setPlaceholder(new Label(Texts.of(rejecting ? "scope.empty.rejected" : "scope.empty")));
    rejectedController.hold(null);
    split.getItems().setAll(lines);
    choose(null);
  }

  private boolean isRejecting() {
    return shown == PlaybookId.REPROCESS;
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
    if (now.plan().playbook() != shown) {
      lines.getSelectionModel().clearSelection();
      lay(now.plan().playbook());
    }
    read(now);
    TableRows.set(lines, now.stage(kind).lines(), StageLine::step);
    lines.refresh();
    if (lines.getSelectionModel().isEmpty()) {
      // What went wrong is what the operator came for.
      TableRows.reveal(lines, line -> ProblemBanner.isTrouble(line.state()));
    }
    choose(lines.getSelectionModel().getSelectedItem());
  }

  private void read(RunView now) {
    if (isRejecting()) {
      rejections = RejectedScope.of(now);
      summary.setText(rejections.isEmpty() ? "" : Texts.of("scope.summary", rejections.brief()));
      return;
    }
    var scope = RewriteScope.of(now);
    found = scope.found();
    summary.setText(found.isEmpty() ? "" : Texts.of("scope.summary", scope.brief()));
  }

  private void turnTo(StageLine line) {
    choose(line);
    if (isRejecting() && line != null && ProblemBanner.isTrouble(line.state())) {
      rejectedController.turnToStep();
    }
  }

  /** The table has all the place until a step is chosen. */
  private void choose(StageLine line) {
    if (isRejecting()) {
      chooseType(line);
      return;
    }
    // There is nothing to choose from before the stage has run.
    none.setVisible(line == null && !lines.getItems().isEmpty());
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

  /** Every type is shown together until one is chosen. */
  private void chooseType(StageLine line) {
    var isShown = line != null || !rejections.isEmpty();
    // A row narrows what is shown; it opens nothing that was not there.
    none.setVisible(!isShown && !lines.getItems().isEmpty());
    if (isShown && !split.getItems().contains(rejected)) {
      split.getItems().add(rejected);
      split.setDividerPositions(0.25);
    } else if (!isShown) {
      split.getItems().remove(rejected);
    }
    rejectedController.hold(line == null ? null : step);
    if (line == null) {
      rejectedController.show(rejections, Texts.of("scope.all"));
      return;
    }
    var subject = line.step().subject();
    rejectedController.show(rejections.only(subject), subject);
    stepController.show(view, line);
  }
}
