package dev.backfill.ui;

import dev.backfill.fact.ProductionFact.BackedUp;
import dev.backfill.journal.Entry;
import dev.backfill.landing.Hazards;
import dev.backfill.landing.PlannedUndo;
import dev.backfill.plan.Cell;
import dev.backfill.report.ConsoleLinks;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.run.StepCost;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.Step;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.CellChanges;
import dev.backfill.ui.model.FinalizeRow;
import dev.backfill.ui.model.HandOverModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Facts;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What finalize overwrites, what each partition loses and gets, and the proof afterwards. */
final class FinalizeController implements Bindable, RunPage {
  private final PageContext context;

  private TableColumn<FinalizeRow, String> partition;
  // What was there, and what became of it: side by side there is no room for both.
  private List<TableColumn<FinalizeRow, ?>> before;
  private List<TableColumn<FinalizeRow, ?>> since;
  // In the table or in the grid, of which one is shown.
  private final ObjectProperty<FinalizeRow> chosen = new SimpleObjectProperty<>();
  // Kept where views are read, in their order.
  private final CellChanges changes = new CellChanges();
  private final Label none = new Label(Texts.of("lines.empty"));
  private List<FinalizeRow> read = List.of();
  private String shown = "";
  private boolean taking;
  private MatrixPane matrix;

  @FXML private VBox handed;
  @FXML private HandOverController handedController;
  @FXML private HBox top;
  @FXML private Label proof;
  @FXML private Label hazards;
  @FXML private Button undo;
  @FXML private HBox onward;
  @FXML private TableView<FinalizeRow> rows;
  @FXML private Facts details;

  FinalizeController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    undo.managedProperty().bind(undo.visibleProperty());
    onward.managedProperty().bind(onward.visibleProperty());
    hazards.managedProperty().bind(hazards.textProperty().isNotEmpty());
    top.managedProperty().bind(undo.visibleProperty().or(proof.textProperty().isNotEmpty()));
    handed.managedProperty().bind(handed.visibleProperty());
    partition = TableColumns.name(Texts.of("finalize.partition"), 180, FinalizeRow::name);
    before =
        List.of(
            TableColumns.number(
                Texts.of("finalize.bytes"), 76, row -> row.bytes().orElse(null), Amounts::bytes),
            TableColumns.when(
                Texts.of("finalize.changed"),
                216,
                row -> row.changed().orElse(null),
                context.clock()));
    since =
        List.of(
            number("finalize.copied", 88, row -> row.copied().orElse(null)),
            number("finalize.after", 88, row -> row.after().orElse(null)));
    rows.getColumns()
        .setAll(
            List.of(
                partition,
                TableColumns.state(Texts.of("lines.state"), "state", FinalizeRow::state),
                number("finalize.losing", 88, row -> row.losing().orElse(null)),
                before.get(0),
                before.get(1),
                number("finalize.getting", 88, row -> row.getting().orElse(null)),
                since.get(0),
                since.get(1)));
    since.forEach(column -> column.setVisible(false));
    TableColumns.fill(rows, partition, List.of());
    details.managedProperty().bind(details.visibleProperty());
    details.setVisible(false);
    rows.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, was, now) -> {
              if (!taking) {
                chosen.set(now);
              }
            });
    chosen.addListener((p, was, now) -> choose(now));
    TableRows.copySeveral(rows);
    rows.setFixedCellSize(TableRows.HEIGHT);
    rows.setPlaceholder(none);
    rows.setAccessibleText(Texts.of("page.finalize"));
    matrix = new MatrixPane("state", State.values(), rows);
    matrix.whenChosen(cell -> chosen.set(row(row -> row.cell().key().equals(cell))));
    matrix.whenTurned(this::turned);
  }

  private FinalizeRow row(Predicate<FinalizeRow> wanted) {
    return read.stream().filter(wanted).findFirst().orElse(null);
  }

  /** The table has rows while it is in the window. */
  private void turned(boolean table) {
    taking = true;
    TableRows.set(rows, table ? read : List.of(), FinalizeRow::to);
    if (table && chosen.get() != null) {
      TableRows.reveal(rows, chosen.get()::equals);
    }
    taking = false;
  }

  @Override
  public void bind() {
    undo.disableProperty().bind(context.model().running());
    onward.disableProperty().bind(context.model().running());
  }

  /** The engine asks again for the phrase of each partition. */
  @FXML
  private void copyAgain() {
    goOn(opened -> context.service().resume(opened.run(), opened.cloud()));
  }

  @FXML
  private void validateAgain() {
    goOnFrom(Role.VALIDATES);
  }

  @FXML
  private void cleanUp() {
    goOnFrom(Role.CLEANS);
  }

  private void goOnFrom(Role role) {
    var stage = context.model().view().get().playbook().one(role).orElseThrow();
    goOn(opened -> context.service().from(opened.run(), opened.cloud(), stage));
  }

  @FXML
  private void end() {
    var opened = context.model().view().get().opened();
    context.service().end(opened.run(), opened.cloud());
  }

  private void goOn(Consumer<Entry.Opened> act) {
    context.following().begin();
    act.accept(context.model().view().get().opened());
  }

  /** The engine names each partition and asks for its phrase before it puts a backup back. */
  @FXML
  private void undo() {
    var opened = context.model().view().get().opened();
    context.service().undo(opened.run(), opened.cloud());
  }

  private static TableColumn<FinalizeRow, Long> number(
      String key, double width, Function<FinalizeRow, Long> value) {
    return TableColumns.number(Texts.of(key), width, value, Texts::number);
  }

  @Override
  public void show(RunView view) {
    var run = view.opened().run();
    if (!run.equals(shown)) {
      forget();
    }
    shown = run;
    partition.setText(Texts.of("finalize.to", view.plan().sourceProject()));
    handed.setVisible(HandOverModel.isHandedOver(view));
    handedController.show(view);
    matrix.plan(view);
    context
        .background()
        .compute(
            () -> Landings.of(view, changes),
            found -> {
              if (run.equals(shown)) {
                show(found);
              }
            });
  }

  /** Nothing of the run that was shown before stands under the name of another. */
  private void forget() {
    read = List.of();
    chosen.set(null);
    rows.getItems().clear();
    none.setText(Texts.of("counts.reading"));
    proof.setText("");
    hazards.setText("");
    undo.setVisible(false);
    onward.setVisible(false);
  }

  /** What is shown of a run, read beside the window: thousands of partitions take a while. */
  private record Landings(
      List<FinalizeRow> rows,
      List<CellChanges.Change> changes,
      String proof,
      String hazards,
      boolean copied,
      boolean undo,
      boolean onward) {

    static Landings of(RunView view, CellChanges changes) {
      var rows = FinalizeRow.of(view);
      var production = view.production();
      return new Landings(
          rows,
          changes.since(view.opened().run(), standings(view, rows)),
          FinalizeController.proof(view, rows) + leftAlone(view, rows),
          String.join("\n", Hazards.of(view)),
          rows.stream().anyMatch(row -> row.copied().isPresent()),
          !view.all(Role.LANDS, BackedUp.class).isEmpty()
              && FinalizeRow.hasBackups(view)
              && !(production.isFree() && production.isSettled()),
          production.isUndone() && view.closed().isEmpty());
    }

    /** Cells of the plan that have no row are no one's concern, once there are rows. */
    private static Map<Cell, State> standings(RunView view, List<FinalizeRow> rows) {
      var standings = new HashMap<Cell, State>();
      if (!rows.isEmpty()) {
        view.plan().cells().forEach(cell -> standings.put(cell, State.SKIPPED));
      }
      rows.forEach(row -> standings.put(row.cell(), row.state()));
      return standings;
    }
  }

  private void show(Landings now) {
    read = now.rows();
    none.setText(Texts.of("lines.empty"));
    var before = chosen.get();
    if (matrix.isTable()) {
      TableRows.set(rows, read, FinalizeRow::to);
    } else if (before != null) {
      chosen.set(row(row -> row.to().equals(before.to())));
    }
    matrix.stand(now.changes());
    this.before.forEach(column -> column.setVisible(!now.copied()));
    since.forEach(column -> column.setVisible(now.copied()));
    undo.setVisible(now.undo());
    onward.setVisible(now.onward());
    proof.setText(now.proof());
    hazards.setText(now.hazards());
  }

  /** The names and numbers of a partition for which a table is too narrow. */
  private void choose(FinalizeRow row) {
    details.clear();
    details.setVisible(row != null);
    if (row != null) {
      matrix.mark(row.cell());
      details.add(Texts.of("finalize.partition"), row.to());
      details.add(Texts.of("finalize.from"), row.from());
      details.add(
          Texts.of("finalize.held"),
          () ->
              Texts.of(
                  "finalize.held.said",
                  row.losing().map(Texts::number).orElse(TableColumns.UNKNOWN),
                  row.bytes().map(Amounts::bytes).orElse(TableColumns.UNKNOWN),
                  row.changed()
                      .map(then -> Spans.when(then, context.clock().instant()))
                      .orElse(TableColumns.UNKNOWN)));
      details.add(
          Texts.of("finalize.backup"), row.backup().orElse(Texts.of("finalize.backup.none")));
      var view = context.model().view().get();
      row.job().ifPresent(job -> details.add(Texts.of("finalize.job"), job(view, row, job)));
      context.background().compute(() -> byHand(view, row), text -> hand(row, text));
    }
  }

  /** The job's id to be copied, how long it took, and where Google shows it. */
  private HBox job(RunView view, FinalizeRow row, String id) {
    var name = new Label(id);
    name.setWrapText(true);
    var shown = new HBox(8, name, whole(Clip.button(Texts.of("copy"), () -> id)));
    var line = view == null ? Optional.<StageLine>empty() : line(view, row);
    line.map(one -> String.join(", ", StepCost.of(view, one).words()))
        .filter(cost -> !cost.isEmpty())
        .ifPresent(cost -> shown.getChildren().add(whole(new Label(cost))));
    line.flatMap(one -> ConsoleLinks.of(view, one))
        .ifPresent(
            url -> {
              var link = new Hyperlink(Texts.of("step.console"));
              link.setOnAction(event -> context.browser().accept(url));
              shown.getChildren().add(whole(link));
            });
    return shown;
  }

  /** A long id gives way, and is wrapped. */
  private static <T extends Region> T whole(T part) {
    part.setMinWidth(Region.USE_PREF_SIZE);
    return part;
  }

  private static Optional<StageLine> line(RunView view, FinalizeRow row) {
    return view.lines(Role.LANDS).stream()
        .filter(one -> one.step().subject().equals(row.to()))
        .reduce((first, second) -> second);
  }

  /** The copy by hand; while it stands, what takes it back. */
  private static String byHand(RunView view, FinalizeRow row) {
    if (view == null) {
      return "";
    }
    var landing = view.playbook().one(Role.LANDS);
    var undone = view.production().footprint(row.cell()) == Footprint.RESTORED;
    return (undone ? Optional.<PlannedStep>empty() : PlannedUndo.of(view, row.cell()))
        .or(
            () ->
                landing.flatMap(
                    stage ->
                        view.playbook().planned(PlannedRun.of(view), new Step(stage, row.to()))))
        .map(PlannedStep::command)
        .orElse("");
  }

  private void hand(FinalizeRow row, String text) {
    if (row.equals(chosen.get()) && !text.isEmpty()) {
      var key = row.copied().isPresent() ? "finalize.undohand" : "step.command";
      var code = new CodeBlock();
      code.show(text, 3);
      code.name(Texts.of(key));
      details.add(Texts.of(key), code);
    }
  }

  /** How many cells are not copied at all; nothing when all are. */
  private static String leftAlone(RunView view, List<FinalizeRow> now) {
    var plan = view.plan();
    var left = plan.documents().size() * plan.days().list().size() - now.size();
    return left > 0 ? Texts.of("finalize.leftalone", left) : "";
  }

  private static String proof(RunView view, List<FinalizeRow> now) {
    var restored = view.production().count(Footprint.RESTORED);
    if (restored > 0) {
      return Texts.of("finalize.undone", restored, now.size());
    }
    var counted = now.stream().filter(row -> row.proved().isPresent()).count();
    var proved = now.stream().filter(row -> row.proved().orElse(false)).count();
    var copied = now.stream().flatMap(row -> row.copied().stream()).mapToLong(n -> n).sum();
    var copies = now.stream().filter(row -> row.copied().isPresent()).count();
    return counted > 0
        ? Texts.of(
            "finalize.proof", proved, now.size(), copied, view.plan().finish().mode().ordinal())
        : copies > 0 ? Texts.of("finalize.sofar", copies, now.size(), copied) : "";
  }
}
