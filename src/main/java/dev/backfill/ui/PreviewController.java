package dev.backfill.ui;

import static java.util.stream.Collectors.joining;

import dev.backfill.plan.Plan;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.Outline;
import dev.backfill.ui.model.PlanFindings;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Facts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;

/** Everything that the plan will do, in order, before anything is touched. */
final class PreviewController implements Bindable {
  private final PageContext context;
  private List<String> outline = List.of();

  @FXML private Label summary;
  @FXML private SplitPane split;
  @FXML private TableView<PlannedStep> calls;
  @FXML private Label none;
  @FXML private ScrollPane chosen;
  @FXML private Label subject;
  @FXML private Facts facts;
  @FXML private VBox texts;

  PreviewController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    var step = TableColumns.whole(Texts.of("preview.subject"), 120, PlannedStep::subject);
    calls
        .getColumns()
        .setAll(
            List.of(
                TableColumns.text(
                    Texts.of("preview.stage"), 76, c -> Texts.of("page." + c.stage().id())),
                step,
                TableColumns.text(Texts.of("preview.touches"), 88, PreviewController::kind),
                TableColumns.number(Texts.of("preview.bytes"), 76, this::bytes, Amounts::bytes)));
    TableColumns.fill(calls, step, List.of());
    summary.setMinHeight(Label.USE_PREF_SIZE);
    subject.setMinHeight(Label.USE_PREF_SIZE);
    TableRows.copySeveral(calls);
    calls.setPlaceholder(new Label(Texts.of("preview.none")));
    calls.setAccessibleText(Texts.of("plan.preview"));
    none.managedProperty().bind(none.visibleProperty());
    calls.getSelectionModel().selectedItemProperty().addListener((p, was, now) -> choose(now));
    choose(null);
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
      context.background().compute(() -> Foreseen.of(plan), found -> show(plan, found));
    }
  }

  /** What a plan comes to, read and added up beside the window. */
  private record Foreseen(List<PlannedStep> steps, List<String> outline) {
    static Foreseen of(Plan plan) {
      var steps = Playbooks.of(plan).steps(PlannedRun.of(plan));
      return new Foreseen(steps, Outline.of(steps).lines(plan));
    }
  }

  private void show(Plan plan, Foreseen found) {
    if (plan.equals(context.plan().plan().get())) {
      outline = found.outline();
      TableRows.set(calls, found.steps(), call -> call.stage() + call.subject());
      sums();
    }
  }

  private void sums() {
    var all = calls.getItems();
    var plan = context.plan().plan().get();
    var lines = new ArrayList<String>();
    if (plan != null && !all.isEmpty()) {
      lines.addAll(outline);
      lines.add(read(plan));
      estimate(plan).ifPresent(lines::add);
      lines.add(Texts.of("preview.summary", all.size(), PlannedRun.NO_RUN));
    }
    summary.setText(
        lines.stream().map(line -> Texts.of("preview.line", line)).collect(joining("\n")));
    calls.refresh();
  }

  /** How many bytes the staging queries read; of another plan than was asked about, nothing. */
  private String read(Plan plan) {
    var asked = context.model().asked().get();
    return asked == null || !asked.plan().equals(plan) || asked.bytes().isEmpty()
        ? Texts.of("preview.unasked")
        : Texts.of("preview.sum", Amounts.bytes(asked.allBytes()));
  }

  /** What a run would take; of another plan than was asked about, nothing. */
  private Optional<String> estimate(Plan plan) {
    return Optional.ofNullable(context.model().asked().get())
        .filter(asked -> asked.plan().equals(plan))
        .flatMap(PlanFindings::estimate)
        .map(
            found -> Texts.of("preview.estimate", found.brief(), found.prices().asOf().toString()));
  }

  /** The table has all the place until a step is chosen. */
  private void choose(PlannedStep call) {
    none.setVisible(call == null && !calls.getItems().isEmpty());
    if (call == null) {
      split.getItems().remove(chosen);
      return;
    }
    if (!split.getItems().contains(chosen)) {
      split.getItems().add(chosen);
      split.setDividerPositions(0.45);
    }
    subject.setText(call.subject());
    facts.clear();
    facts.add(Texts.of("preview.changes"), touches(call));
    if (!call.call().isEmpty()) {
      facts.add(Texts.of("preview.call"), call.call());
    }
    texts.getChildren().clear();
    call.sql().ifPresent(sql -> text("step.sql", sql));
    Optional.of(call.command())
        .filter(command -> !command.isEmpty())
        .ifPresent(command -> text("step.command", command));
  }

  private void text(String key, String content) {
    var code = new CodeBlock();
    code.show(content, 14);
    code.name(Texts.of(key));
    code.setMinHeight(CodeBlock.USE_PREF_SIZE);
    texts.getChildren().addAll(new Label(Texts.of(key)), code);
  }

  private Long bytes(PlannedStep call) {
    var asked = context.model().asked().get();
    return asked == null || call.kind() != Kind.WRITES ? null : asked.bytes().get(call.subject());
  }

  private static String kind(PlannedStep call) {
    return Texts.of("preview.kind." + Texts.word(call.kind()));
  }

  private static String touches(PlannedStep call) {
    return call.touches().isEmpty() ? Texts.of("preview.reads") : call.touches();
  }
}
