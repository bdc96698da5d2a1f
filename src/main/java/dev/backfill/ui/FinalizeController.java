package dev.backfill.ui;

import dev.backfill.fact.ProductionFact.BackedUp;
import dev.backfill.journal.Entry;
import dev.backfill.run.Production;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.FinalizeRow;
import dev.backfill.ui.model.HandOverModel;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Rows;
import dev.backfill.ui.part.Texts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What finalize overwrites, what each partition loses and gets, and the proof afterwards. */
final class FinalizeController implements Bound, Shown {
  private final Context context;

  private TableColumn<FinalizeRow, String> partition;
  private String shown = "";

  @FXML private VBox handed;
  @FXML private HandOverController handedController;
  @FXML private HBox top;
  @FXML private Label proof;
  @FXML private Button undo;
  @FXML private HBox onward;
  @FXML private TableView<FinalizeRow> rows;

  FinalizeController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    undo.managedProperty().bind(undo.visibleProperty());
    onward.managedProperty().bind(onward.visibleProperty());
    top.managedProperty().bind(undo.visibleProperty().or(proof.textProperty().isNotEmpty()));
    handed.managedProperty().bind(handed.visibleProperty());
    partition = Columns.name(Texts.of("finalize.partition"), 262, FinalizeRow::name);
    var from = Columns.text(Texts.of("finalize.from"), 400, FinalizeRow::from);
    var job = Columns.<FinalizeRow>text(Texts.of("finalize.job"), 300, row -> row.job().orElse(""));
    rows.getColumns()
        .setAll(
            List.of(
                partition,
                Columns.state(Texts.of("lines.state"), "state", FinalizeRow::state),
                number("finalize.losing", 92, row -> row.losing().orElse(null)),
                Columns.number(
                    Texts.of("finalize.bytes"),
                    80,
                    row -> row.bytes().orElse(null),
                    Amounts::bytes),
                Columns.when(
                    Texts.of("finalize.changed"),
                    218,
                    row -> row.changed().orElse(null),
                    context.clock()),
                number("finalize.getting", 92, row -> row.getting().orElse(null)),
                number("finalize.copied", 92, row -> row.copied().orElse(null)),
                number("finalize.after", 92, row -> row.after().orElse(null)),
                from,
                job));
    Columns.fill(rows, partition, List.of(from, job));
    rows.setPlaceholder(new Label(Texts.of("lines.empty")));
    rows.setAccessibleText(Texts.of("page.finalize"));
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
    goOn(opened -> context.service().from(opened.run(), opened.cloud(), StageKind.VALIDATE));
  }

  @FXML
  private void cleanUp() {
    goOn(opened -> context.service().from(opened.run(), opened.cloud(), StageKind.CLEANUP));
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
    return Columns.number(Texts.of(key), width, value, Texts::number);
  }

  @Override
  public void show(RunView view) {
    var run = view.opened().run();
    shown = run;
    partition.setText(Texts.of("finalize.to", view.plan().sourceProject()));
    handed.setVisible(HandOverModel.isHandedOver(view));
    handedController.show(view);
    context
        .background()
        .compute(
            () -> FinalizeRow.of(view),
            read -> {
              if (run.equals(shown)) {
                show(view, read);
                proof.setText(proof(view.production(), read) + leftAlone(view, read));
              }
            });
  }

  /** Cleanup deletes the backup with everything else, unless the plan keeps it. */
  private static boolean hasBackup(RunView view) {
    return view.plan().finish().keepBackup() || view.stage(StageKind.CLEANUP).state() != State.DONE;
  }

  private void show(RunView view, List<FinalizeRow> now) {
    Rows.set(rows, now, FinalizeRow::to);
    var production = view.production();
    undo.setVisible(
        !view.all(StageKind.FINALIZE, BackedUp.class).isEmpty()
            && hasBackup(view)
            && !(production.isFree() && production.isSettled()));
    onward.setVisible(production.isUndone() && view.closed().isEmpty());
  }

  /** How many cells are not copied at all; nothing when all are. */
  private static String leftAlone(RunView view, List<FinalizeRow> now) {
    var plan = view.plan();
    var left = plan.documents().size() * plan.days().list().size() - now.size();
    return left > 0 ? Texts.of("finalize.leftalone", left) : "";
  }

  private static String proof(Production production, List<FinalizeRow> now) {
    var restored = production.count(Footprint.RESTORED);
    if (restored > 0) {
      return Texts.of("finalize.undone", restored, now.size());
    }
    var counted = now.stream().filter(row -> row.proved().isPresent()).count();
    var proved = now.stream().filter(row -> row.proved().orElse(false)).count();
    var copied = now.stream().flatMap(row -> row.copied().stream()).mapToLong(n -> n).sum();
    var copies = now.stream().filter(row -> row.copied().isPresent()).count();
    return counted > 0
        ? Texts.of("finalize.proof", proved, now.size(), copied)
        : copies > 0 ? Texts.of("finalize.sofar", copies, now.size(), copied) : "";
  }
}
