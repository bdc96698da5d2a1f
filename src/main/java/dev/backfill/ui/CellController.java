package dev.backfill.ui;

import dev.backfill.check.Counts;
import dev.backfill.fact.CountFact.ErrorsGrouped.Group;
import dev.backfill.fact.Sent;
import dev.backfill.report.SentSql;
import dev.backfill.run.Decision;
import dev.backfill.run.Inspection;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.run.StepCost;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Answered;
import dev.backfill.ui.model.CellModel;
import dev.backfill.ui.model.CountsRow;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Facts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * One cell of the counts in full: every check, the ids that differ, its parts by hour and channel,
 * its error rows, and the SQL that counted. What is not in the journal is asked for when its tab is
 * opened.
 */
final class CellController implements Bindable {
  private final PageContext context;
  private final StageKind kind;
  private final CellModel model = new CellModel(new AskOnce());
  private RunView view;
  private CountsRow row;
  private ChecksView lines;

  @FXML private Label none;
  @FXML private VBox chosen;
  @FXML private Label title;
  @FXML private Badge badge;
  @FXML private Label why;
  @FXML private Button accept;
  @FXML private Button leaveOut;
  @FXML private Button again;
  @FXML private TabPane tabs;
  @FXML private Facts checks;
  @FXML private VBox samples;
  @FXML private Tab hoursTab;
  @FXML private StackPane hours;
  @FXML private Tab channelsTab;
  @FXML private StackPane channels;
  @FXML private Tab errorsTab;
  @FXML private StackPane errors;
  @FXML private Tab sqlTab;
  @FXML private VBox queries;
  @FXML private CodeBlock sql;

  CellController(PageContext context, StageKind kind) {
    this.context = context;
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    chosen.setVisible(false);
    lines = new ChecksView(checks);
    why.managedProperty().bind(why.textProperty().isNotEmpty());
    none.visibleProperty().bind(chosen.visibleProperty().not());
    for (var button : List.of(accept, leaveOut, again)) {
      button.managedProperty().bind(button.visibleProperty());
    }
    sql.name(Texts.of("step.sql"));
    tabs.getSelectionModel().selectedItemProperty().addListener((p, was, now) -> ask(now));
    show(model.hours(), hours, found -> new PartsView(found).root(), model::askHours);
    show(model.channels(), channels, found -> new PartsView(found).root(), model::askChannels);
    show(model.errors(), errors, CellController::table, model::askErrors);
  }

  @Override
  public void bind() {
    for (var button : List.of(accept, leaveOut, again)) {
      button.disableProperty().bind(context.model().running());
    }
  }

  /** Shows a cell; null for none. What was asked about it stays while it is the same. */
  void show(RunView now, CountsRow shown) {
    chosen.setVisible(shown != null);
    if (shown == null || shown.equals(row) && now == view) {
      return;
    }
    var same = row != null && view != null && isSame(now, shown);
    var before = row;
    view = now;
    row = shown;
    if (!same) {
      model.open(view, row.counts().cell());
    }
    // What the run told since may be of other cells alone.
    offer();
    why.setText(why());
    if (!shown.equals(before)) {
      title.setText(row.table() + "  " + row.day());
      badge.show("verdict", row.standing());
      lines.show(row.checks());
      samples();
    }
    ask(tabs.getSelectionModel().getSelectedItem());
  }

  /** What the engine would not refuse at once. */
  private void offer() {
    var standing = row.standing();
    var rows = row.counts().backfill().filter(side -> side.rows() > 0).isPresent();
    accept.setVisible(
        Playbooks.any(kind).role() == Role.VALIDATES
            && rows
            && (standing == Standing.FAIL || standing == Standing.UNKNOWN));
    var open = view.closed().isEmpty() && !isCopied();
    leaveOut.setVisible(open && standing != Standing.LEFT_OUT);
    again.setVisible(open && standing != Standing.AGAIN);
    again.setText(Texts.of(standing == Standing.LEFT_OUT ? "again.back" : anew()));
  }

  /** What makes a cell's rows once more: a job that decodes, or a query. */
  private String anew() {
    return view.plan().decodes() ? "again" : "remake";
  }

  private int made() {
    return view.plan().decodes() ? 0 : 1;
  }

  private boolean isCopied() {
    var cell = row.counts().cell();
    var to = view.plan().stable(cell.type()).partition(cell.day()).toString();
    return view.lines(Role.LANDS).stream()
        .anyMatch(line -> line.step().subject().equals(to) && line.state() == State.DONE);
  }

  private String why() {
    return switch (row.standing()) {
      case ACCEPTED -> Texts.of("accept.reason", row.reason().orElse(""));
      case LEFT_OUT -> Texts.of("leaveout.reason", row.reason().orElse(""));
      case SKIPPED -> Standing.nothing(view.plan()) + ".";
      case AGAIN -> Texts.of("again.waits", made());
      case UNDONE -> Texts.of("cell.undone");
      case PASS, FAIL, UNKNOWN -> cost();
    };
  }

  /** What counting it cost. */
  private String cost() {
    var key = row.counts().cell().key();
    return view.stage(kind).lines().stream()
        .filter(line -> line.step().subject().equals(key))
        .findFirst()
        .map(line -> String.join(", ", StepCost.of(view, line).words()))
        .filter(words -> !words.isEmpty())
        .map(words -> Texts.of("cell.cost", words))
        .orElse("");
  }

  private boolean isSame(RunView now, CountsRow shown) {
    return now.opened().run().equals(view.opened().run())
        && shown.counts().equals(row.counts())
        && CellModel.holds(view, now);
  }

  private void samples() {
    samples.getChildren().clear();
    row.counts()
        .sets()
        .ifPresentOrElse(this::samples, () -> samples.getChildren().add(said("cell.nosets")));
  }

  private void samples(Counts.Sets sets) {
    sample("counts.missing", sets.missing(), sets.missingSamples());
    sample("counts.extra", sets.extra(), sets.extraSamples());
    if (samples.getChildren().isEmpty()) {
      samples.getChildren().add(said("cell.same"));
    }
  }

  private void sample(String key, long all, List<String> ids) {
    if (all > 0) {
      var heading = Texts.of(key, all, ids.size());
      var code = new CodeBlock();
      code.show(String.join("\n", ids), 8);
      code.name(heading);
      samples.getChildren().addAll(new Label(heading), code);
    }
  }

  private void ask(Tab tab) {
    if (tab == hoursTab) {
      model.askHours();
    } else if (tab == channelsTab) {
      model.askChannels();
    } else if (tab == errorsTab) {
      model.askErrors();
    } else if (tab == sqlTab) {
      askSql();
    }
  }

  /** A plan of years has tens of thousands of steps to look through. */
  private void askSql() {
    if (view == null || row == null) {
      return;
    }
    var now = view;
    var asked = row;
    context
        .background()
        .compute(
            () -> Sql.of(now, kind, asked.counts().cell().key()),
            found -> {
              if (asked.equals(row)) {
                QueryJobs.show(queries, now, found.sent(), context.browser());
                sql.show(found.text(), 16);
              }
            });
  }

  /** The queries about a cell, and their text; the planned ones while none was sent. */
  private record Sql(List<Sent.Statement> sent, String text) {
    static Sql of(RunView view, StageKind kind, String cell) {
      return new Sql(SentSql.of(view, kind, cell), SentSql.text(view, kind, cell).orElse(""));
    }
  }

  private static <T> void show(
      ObjectProperty<Answered<T>> answer,
      StackPane place,
      Function<T, Node> shown,
      Runnable again) {
    answer.addListener((p, was, now) -> show(now, place, shown, again));
    show(answer.get(), place, shown, again);
  }

  private static <T> void show(
      Answered<T> answer, StackPane place, Function<T, Node> shown, Runnable again) {
    place
        .getChildren()
        .setAll(
            answer.<Node>match(
                new Answered.Cases<>(
                    Label::new, CellController::asking, shown, why -> failed(why, again))));
  }

  private static Node asking() {
    var turning = new ProgressIndicator();
    turning.setMaxSize(28, 28);
    return empty(turning, said("cell.asking"));
  }

  private static Node failed(String why, Runnable again) {
    var said = new Label(why);
    said.setWrapText(true);
    var button = new Button(Texts.of("cell.again"));
    button.setOnAction(event -> again.run());
    return empty(said, button);
  }

  private static VBox empty(Node... parts) {
    var box = new VBox(parts);
    box.getStyleClass().add("empty");
    return box;
  }

  private static Label said(String key) {
    var label = new Label(Texts.of(key));
    label.getStyleClass().add("muted");
    return label;
  }

  private static Node table(List<Group> groups) {
    var table = new TableView<Group>();
    table
        .getColumns()
        .setAll(
            List.of(
                TableColumns.number(Texts.of("cell.error.rows"), 90, Group::rows, Texts::number),
                TableColumns.text(Texts.of("cell.error.type"), 160, Group::type),
                TableColumns.text(Texts.of("cell.error.message"), 700, Group::message)));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    TableRows.copySeveral(table);
    table.setPlaceholder(new Label(Texts.of("cell.noerrors")));
    table.setAccessibleText(Texts.of("cell.errors"));
    table.getItems().setAll(groups);
    return table;
  }

  @FXML
  private void accept() {
    var cell = row.counts().cell();
    ask(
        "accept",
        Texts.of("accept.text", cell, String.join("\n", row.deviations())),
        true,
        why -> new Decision.Accept(cell, why),
        Texts.of("run.accepted", cell));
  }

  @FXML
  private void leaveOut() {
    var cell = row.counts().cell();
    ask(
        "leaveout",
        Texts.of("leaveout.text", cell),
        true,
        why -> new Decision.LeaveOut(cell, why),
        Texts.of("run.leftout", cell));
  }

  /** Costs a job, and destroys nothing but what the job writes anew. */
  @FXML
  private void again() {
    var cell = row.counts().cell();
    ask(
        anew(),
        Texts.of(anew() + ".text", cell),
        false,
        why -> new Decision.Again(cell),
        Texts.of("run.again", cell, made()));
  }

  private final class AskOnce implements CellModel.Asker {
    @Override
    public <T> void ask(
        Function<Inspection, T> question, Consumer<T> answered, Consumer<String> failed) {
      context.service().inspections().ask(view, question, answered, failed);
    }
  }

  /** Asks, and notes what was decided in the run that the page showed when it was asked. */
  private void ask(
      String key, String text, boolean reason, Function<String, Decision> decision, String done) {
    var opened = view.opened();
    context
        .model()
        .ask()
        .set(
            new WindowQuestion(
                key,
                text,
                reason,
                why ->
                    context
                        .service()
                        .decide(opened.run(), opened.cloud(), decision.apply(why), done)));
  }
}
