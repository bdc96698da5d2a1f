package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbook;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Rows;
import dev.backfill.ui.part.Texts;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/** Everything that the plan will do, in order, before anything is touched. */
final class PreviewController implements Bound {
  private final Context context;

  @FXML private Label summary;
  @FXML private TableView<PlannedStep> calls;
  @FXML private CodeBlock code;

  PreviewController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    calls
        .getColumns()
        .setAll(
            List.of(
                Columns.text(
                    Texts.of("preview.stage"), 84, c -> Texts.of("page." + c.stage().id())),
                Columns.name(Texts.of("preview.subject"), 170, PlannedStep::subject),
                Columns.text(Texts.of("preview.touches"), 170, PreviewController::touches),
                Columns.number(Texts.of("preview.bytes"), 90, this::bytes, Amounts::bytes),
                Columns.name(Texts.of("preview.call"), 260, PlannedStep::call)));
    summary.setMinHeight(Label.USE_PREF_SIZE);
    calls.setFixedCellSize(Rows.HEIGHT);
    calls.setPlaceholder(new Label(Texts.of("preview.none")));
    calls.setAccessibleText(Texts.of("plan.preview"));
    code.name(Texts.of("step.command"));
    calls
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((p, was, now) -> code.show(now == null ? "" : text(now), 12));
  }

  @Override
  public void bind() {
    context.plan().plan().addListener((p, was, now) -> show(now));
    context.model().asked().addListener((p, was, now) -> sums());
    show(context.plan().plan().get());
  }

  private void show(Plan plan) {
    if (plan == null) {
      calls.getItems().clear();
      sums();
    } else {
      // A plan of years has tens of thousands of calls.
      context
          .background()
          .compute(() -> Playbook.of(plan).steps(PlannedRun.of(plan)), found -> show(plan, found));
    }
  }

  private void show(Plan plan, List<PlannedStep> found) {
    if (plan.equals(context.plan().plan().get())) {
      Rows.set(calls, found, call -> call.stage() + call.subject());
      if (calls.getSelectionModel().isEmpty()) {
        calls.getSelectionModel().selectFirst();
      }
      sums();
    }
  }

  private void sums() {
    var all = calls.getItems();
    var asked = context.model().asked().get();
    summary.setText(
        all.isEmpty()
            ? ""
            : Texts.of(
                    "preview.summary",
                    all.size(),
                    all.stream().filter(c -> c.kind() == Kind.OVERWRITES).count())
                + (asked == null || asked.bytes().isEmpty()
                    ? Texts.of("preview.unasked")
                    : Texts.of("preview.sum", Amounts.bytes(asked.allBytes())))
                + Texts.of("preview.run", PlannedRun.NO_RUN));
    calls.refresh();
  }

  private Long bytes(PlannedStep call) {
    var asked = context.model().asked().get();
    return asked == null || call.kind() != Kind.WRITES ? null : asked.bytes().get(call.subject());
  }

  private static String touches(PlannedStep call) {
    return call.touches().isEmpty() ? Texts.of("preview.reads") : call.touches();
  }

  private static String text(PlannedStep call) {
    return call.sql().map(sql -> sql + "\n").orElse("") + call.command();
  }
}
