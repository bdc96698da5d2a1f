package dev.backfill.ui;

import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.Ask;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DecodeModel.Message;
import dev.backfill.ui.model.DecodeModel.Severity;
import dev.backfill.ui.model.Reading;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.Texts;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.collections.transformation.FilteredList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** The decode job while it runs: workers as steps, throughput, messages; and its end. */
final class DecodeController implements Bound, Shown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final javafx.util.Duration AGING = javafx.util.Duration.seconds(10);

  private final Context context;
  private Plan plan;
  private String run = "";
  private String told;
  private final PauseTransition aging = new PauseTransition(AGING);
  private final DecodeModel model = new DecodeModel();
  private final ChartPaints paints = new ChartPaints();
  private final WorkerChart chart = new WorkerChart(paints);
  private final FilteredList<Message> filtered = new FilteredList<>(model.messages());

  @FXML private Label workersNow;
  @FXML private Label rowsNow;
  @FXML private Label rateNow;
  @FXML private Label errorsNow;
  @FXML private Label elapsed;
  @FXML private HBox progress;
  @FXML private ProgressBar bar;
  @FXML private Label rest;
  @FXML private Label nodrain;
  @FXML private Button cancel;
  @FXML private Banner stale;
  @FXML private FlowPane jobLine;
  @FXML private StackPane chartPlace;
  @FXML private FlowPane legend;
  @FXML private Label severityLabel;
  @FXML private ComboBox<Severity> severity;
  @FXML private TextField search;
  @FXML private TableView<Message> messages;

  DecodeController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    chartPlace.getChildren().addAll(paints.unseen(), chart);
    for (var name : WorkerChart.lines()) {
      legend.getChildren().add(legend(name));
    }
    nodrain.setTooltip(new Tooltip(Texts.of("decode.nodrain.more")));
    nodrain.visibleProperty().bind(cancel.disableProperty().not());
    nodrain.managedProperty().bind(nodrain.visibleProperty());
    aging.setOnFinished(end -> stale());
    progress.managedProperty().bind(progress.visibleProperty());
    severityLabel.setLabelFor(severity);
    severity.getItems().setAll(Severity.values());
    severity.setConverter(new Words<>("severity"));
    severity.setValue(Severity.BASIC);
    severity.valueProperty().addListener((p, was, now) -> filter());
    search.setAccessibleText(Texts.of("decode.search"));
    search.textProperty().addListener((p, was, now) -> filter());
    var time = Columns.<Message>text(Texts.of("decode.time"), 104, m -> TIME.format(m.time()));
    time.setMinWidth(104);
    messages.getColumns().add(time);
    messages
        .getColumns()
        .add(Columns.state(Texts.of("decode.severity"), "severity", Message::severity));
    messages.getColumns().add(Columns.text(Texts.of("decode.text"), 700, Message::text));
    messages.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    messages.setPlaceholder(new Label(Texts.of("decode.silent")));
    messages.setAccessibleText(Texts.of("decode.messages"));
    messages.setItems(filtered);
    filter();
  }

  @Override
  public void bind() {
    context.model().reading().addListener((p, was, now) -> stale());
    context.model().running().addListener((p, was, now) -> stale());
    figures();
  }

  private HBox legend(String name) {
    var text = new Label(Texts.of("decode.line." + name));
    text.getStyleClass().add("small-text");
    text.setMinWidth(Label.USE_PREF_SIZE);
    var more = "decode.line." + name + ".more";
    if (Texts.BUNDLE.containsKey(more)) {
      text.setTooltip(new Tooltip(Texts.of(more)));
    }
    var entry = new HBox(paints.line(name), text);
    entry.getStyleClass().add("bar");
    return entry;
  }

  @Override
  public void show(RunView view) {
    plan = view.plan();
    run = view.opened().run();
    var shown = run;
    var unread = model.unread(view);
    context
        .background()
        .compute(
            () -> DecodeModel.read(unread),
            heard -> {
              if (shown.equals(run)) {
                take(heard);
              }
            });
  }

  private void take(List<DecodeModel.Heard> heard) {
    var before = model.messages().size();
    model.take(heard);
    figures();
    chart.show(model);
    if (model.messages().size() != before && !filtered.isEmpty()) {
      messages.scrollTo(filtered.size() - 1);
    }
  }

  @FXML
  private void cancel() {
    var job = new JobKey(plan.targetProject(), plan.dataflow().region(), model.job());
    context
        .model()
        .ask()
        .set(
            new Ask(
                "cancel",
                Texts.of("cancel.text", job.id()),
                false,
                reason -> context.service().cancelling().cancel(job)));
  }

  private void filter() {
    var least = severity.getValue();
    var wanted = search.getText().strip().toLowerCase(Locale.ROOT);
    filtered.setPredicate(
        m ->
            m.severity().compareTo(least) >= 0
                && m.text().toLowerCase(Locale.ROOT).contains(wanted));
  }

  private void figures() {
    var current = model.current();
    workersNow.setText(
        current.size() == 0
            ? Columns.UNKNOWN
            : Texts.of("decode.of", current.lastValue(), model.target().lastValue()));
    rowsNow.setText(number(model.rows().lastValue()));
    rateNow.setText(number(model.rate().lastValue()));
    errorsNow.setText(model.rows().size() == 0 ? Columns.UNKNOWN : Texts.number(model.errors()));
    var time = model.newest() - model.begun();
    elapsed.setText(
        Double.isNaN(time)
            ? Columns.UNKNOWN
            : Amounts.span(Duration.ofMillis(Math.round(1000 * time))));
    cancel.setDisable(!context.model().running().get() || !model.state().equals("RUNNING"));
    rest();
    job();
  }

  /** Says how old the newest reading is; looks again later, for as long as it is asked for. */
  private void stale() {
    var model = context.model();
    var hint =
        model.running().get()
            ? model.reading().get().hint(context.clock().instant())
            : Optional.<String>empty();
    hint.ifPresentOrElse(text -> stale.show(Banner.Kind.WARNING, text), stale::clear);
    if (model.running().get() && !model.reading().get().equals(Reading.NONE)) {
      aging.playFromStart();
    }
  }

  private void rest() {
    var all = model.staged();
    var done = model.rows().size() == 0 ? 0 : model.rows().lastValue() + model.errors();
    progress.setVisible(all > 0 && model.state().equals("RUNNING"));
    bar.setProgress(all == 0 ? 0 : done / all);
    rest.setText(
        Texts.of("decode.progress", done, all)
            + model
                .pace()
                .map(p -> Texts.of("decode.rest", Spans.range(p.least(), p.most())))
                .orElse(""));
  }

  private void job() {
    var now = model.job() + model.state();
    if (now.equals(told)) {
      return;
    }
    told = now;
    if (model.job().isEmpty()) {
      jobLine.getChildren().setAll(new Label(Texts.of("decode.nojob")));
      return;
    }
    var id = model.job();
    var said = new Label(Texts.of("decode.job", id, model.state()));
    said.getStyleClass().add("mono");
    jobLine.getChildren().setAll(said, Clip.button(Texts.of("copy"), () -> id));
    if (model.simulated()) {
      var badge = new Badge();
      badge.showText("warning", Texts.of("decode.simulated"));
      jobLine.getChildren().add(badge);
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? Columns.UNKNOWN : Texts.number(Math.round(value));
  }
}
