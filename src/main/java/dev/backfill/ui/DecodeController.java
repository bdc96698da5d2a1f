package dev.backfill.ui;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.fact.JobMeasured;
import dev.backfill.plan.Plan;
import dev.backfill.report.JobLinks;
import dev.backfill.run.RunView;
import dev.backfill.run.Spending;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DecodeModel.Message;
import dev.backfill.ui.model.DecodeModel.Severity;
import dev.backfill.ui.model.DueCells;
import dev.backfill.ui.model.LastReading;
import dev.backfill.ui.model.Pace;
import dev.backfill.ui.model.ProblemBanner;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.TypeRow;
import dev.backfill.ui.model.TypeRows;
import dev.backfill.ui.model.WindowQuestion;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.TableColumns;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.collections.transformation.FilteredList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The decode job as a picture: its graph, workers over time, its document types and messages. */
final class DecodeController implements Bindable, RunPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final Optional<Double> NONE = Optional.empty();
  private static final double MILLIS = 1000;
  private static final double GIGABYTE = 1024;

  private static final javafx.util.Duration AGING = javafx.util.Duration.seconds(10);

  // Seconds: the line is read, not watched.
  private static final int SPENT_AFTER = 5;

  // From here on the founding run's two and a half hours say something about a job's length.
  private static final double HOURS = 3600;

  private final PageContext context;
  private final StageKind kind;
  private RunView view;
  private String spent = "";
  private Plan plan;
  private String run = "";
  private String told;
  private final PauseTransition aging = new PauseTransition(AGING);
  private int ticks;
  private final Timeline ticking =
      new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), tick -> tick()));
  private final DecodeModel model = new DecodeModel();
  // Kept where views are read, in their order.
  private final DueCells due = new DueCells();
  private List<JobLinks.Link> links = List.of();
  private final TypeRows typeRows = new TypeRows();
  private final ChartPaints paints = new ChartPaints();
  private final WorkerChart chart = new WorkerChart(paints);
  private final JobGraphView graph = new JobGraphView();
  private final CheckBox ghost = new CheckBox(Texts.of("decode.line.ghost"));
  private final FilteredList<Message> filtered = new FilteredList<>(model.messages());

  @FXML private Label workersNow;
  @FXML private Label workersOf;
  @FXML private Label rowsNow;
  @FXML private Label rowsOf;
  @FXML private Label rateNow;
  @FXML private Label rateOf;
  @FXML private Label errorsNow;
  @FXML private Label elapsed;
  @FXML private VBox restBox;
  @FXML private Label rest;
  @FXML private Label nodrain;
  @FXML private Button cancel;
  @FXML private Banner stale;
  @FXML private Banner alarm;
  @FXML private FlowPane jobLine;
  @FXML private StackPane graphPlace;
  @FXML private Label used;
  @FXML private HBox places;
  @FXML private StackPane chartPlace;
  @FXML private FlowPane legend;
  @FXML private TableView<TypeRow> types;
  @FXML private Tab typesTab;
  @FXML private Tab messagesTab;
  @FXML private Label severityLabel;
  @FXML private ComboBox<Severity> severity;
  @FXML private TextField search;
  @FXML private TableView<Message> messages;

  DecodeController(PageContext context, StageKind kind) {
    this.context = context;
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    graphPlace.getChildren().add(graph.region());
    chartPlace.getChildren().addAll(paints.unseen(), chart);
    for (var name : WorkerChart.lines()) {
      legend.getChildren().add(name.equals("ghost") ? ghost() : legend(name));
    }
    nodrain.setTooltip(new Tooltip(Texts.of("decode.nodrain.more")));
    nodrain.visibleProperty().bind(cancel.disableProperty().not());
    nodrain.managedProperty().bind(nodrain.visibleProperty());
    restBox.managedProperty().bind(restBox.visibleProperty());
    aging.setOnFinished(end -> stale());
    ticking.setCycleCount(Animation.INDEFINITE);
    TypesTable.prepare(types);
    types.setItems(typeRows.rows());
    typesTab.selectedProperty().addListener((p, was, now) -> types());
    severityLabel.setLabelFor(severity);
    severity.setConverter(new EnumConverter<>("severity"));
    severity.setValue(Severity.BASIC);
    severity.valueProperty().addListener((p, was, now) -> filter());
    search.setAccessibleText(Texts.of("decode.search"));
    search.textProperty().addListener((p, was, now) -> filter());
    var time = TableColumns.<Message>text(Texts.of("decode.time"), 104, m -> TIME.format(m.time()));
    time.setMinWidth(104);
    messages.getColumns().add(time);
    messages
        .getColumns()
        .add(TableColumns.state(Texts.of("decode.severity"), "severity", Message::severity));
    messages.getColumns().add(TableColumns.text(Texts.of("decode.text"), 700, Message::text));
    messages.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    messages.setPlaceholder(new Label(Texts.of("decode.silent")));
    messages.setAccessibleText(Texts.of("decode.messages"));
    messages.setItems(filtered);
    filter();
  }

  @Override
  public void bind() {
    severity.getItems().setAll(Severity.values());
    context.model().reading().addListener((p, was, now) -> stale());
    context.model().running().addListener((p, was, now) -> stale());
    context.model().running().addListener((p, was, now) -> pace());
    context.page().addListener((p, was, now) -> pace());
    figures();
  }

  /** What goes on without a report, the time, is told each second while somebody looks. */
  private void pace() {
    var looked = context.page().get().equals(kind.id());
    if (context.model().running().get() && looked && !model.job().isEmpty() && !model.isEnded()) {
      ticking.play();
    } else {
      ticking.stop();
    }
  }

  private void tick() {
    if (!isWatched()) {
      ticking.stop();
    }
    time();
    chart.show(model, now());
    alarm();
    if (++ticks % SPENT_AFTER == 0) {
      spendOn(view);
    }
  }

  /** What is spent grows without a report, too; adding it up is not for the window's thread. */
  private void spendOn(RunView shown) {
    var isRunning = context.model().running().get();
    context
        .background()
        .compute(
            () -> spent(shown, isRunning),
            now -> {
              if (shown == view) {
                spent = now;
                used.setText(used());
              }
            });
  }

  private boolean isWatched() {
    return context.model().running().get() && !model.isEnded();
  }

  /**
   * The time until which the job is shown; NaN when nobody watches it, so that nothing is known.
   */
  private double now() {
    return isWatched() ? context.clock().millis() / 1000.0 : Double.NaN;
  }

  private CheckBox ghost() {
    ghost.setGraphic(paints.line("ghost"));
    ghost.getStyleClass().add("small-text");
    ghost.setTooltip(new Tooltip(Texts.of("decode.line.ghost.more")));
    ghost.setMinWidth(Label.USE_PREF_SIZE);
    ghost.managedProperty().bind(ghost.visibleProperty());
    ghost.selectedProperty().addListener((p, was, now) -> chart.ghost(now && ghost.isVisible()));
    return ghost;
  }

  private HBox legend(String name) {
    var text = new Label(Texts.of("decode.line." + name));
    text.getStyleClass().add("small-text");
    text.setMinWidth(Label.USE_PREF_SIZE);
    var entry = new HBox(paints.line(name), text);
    entry.getStyleClass().add("bar");
    return entry;
  }

  @Override
  public void show(RunView now) {
    view = now;
    plan = now.plan();
    run = now.opened().run();
    var shown = run;
    var isRunning = context.model().running().get();
    var unread = model.unread(now);
    context
        .background()
        .compute(
            () ->
                new Reading(
                    DecodeModel.read(unread), due.of(now), JobLinks.of(now), spent(now, isRunning)),
            reading -> {
              if (shown.equals(run)) {
                take(reading);
              }
            });
  }

  /** What a run tells of its job, read beside the window. */
  private record Reading(
      List<DecodeModel.Heard> heard, List<String> due, List<JobLinks.Link> links, String spent) {}

  private String spent(RunView now, boolean isRunning) {
    var spending = isRunning ? Spending.of(now, context.clock().instant()) : Spending.of(now);
    var isOver = now.closed().isPresent() && !isRunning;
    return spending.map(isOver ? Spending::whole : Spending::brief).orElse("");
  }

  private void take(Reading reading) {
    spent = reading.spent();
    var before = model.messages().size();
    model.take(reading.heard(), reading.due());
    links = reading.links();
    figures();
    chart.show(model, now());
    types();
    pace();
    if (model.messages().size() != before && !filtered.isEmpty()) {
      messages.scrollTo(filtered.size() - 1);
    }
  }

  /** Not while its tab is covered. */
  private void types() {
    if (typesTab.isSelected()) {
      typeRows.take(model.types());
    }
  }

  @FXML
  private void cancel() {
    var job = new JobKey(plan.targetProject(), plan.dataflow().region(), model.job());
    context
        .model()
        .ask()
        .set(
            new WindowQuestion(
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
    workersNow.setText(workers());
    workersOf.setText(Texts.of(model.isEnded() ? "decode.workers.most" : "decode.workers"));
    var rows = model.hasCounters() ? Optional.of((double) model.written()) : NONE;
    rowsNow.setText(number(rows));
    var all = model.staged();
    rowsOf.setText(all > 0 ? Texts.of("decode.rows.of", all) : Texts.of("decode.rows"));
    rateNow.setText(number(model.rowRate()));
    rateOf.setText(Texts.of(model.isEnded() ? "decode.rate.mean" : "decode.rate"));
    errorsNow.setText(model.hasCounters() ? Texts.number(model.errors()) : TableColumns.UNKNOWN);
    var left = model.isEnded() ? Optional.<Pace>empty() : model.pace();
    restBox.setVisible(left.isPresent());
    left.ifPresent(pace -> rest.setText(Spans.range(pace.least(), pace.most())));
    cancel.setDisable(!context.model().running().get() || !model.state().equals("RUNNING"));
    messagesTab.setText(Texts.of("decode.messages.count", model.messages().size()));
    used.setText(used());
    time();
    alarm();
    job();
    model.picture(now()).ifPresent(graph::show);
    graphPlace.setVisible(view != null);
  }

  /** Those that come are shown as a part of what is wanted; those that go are more than that. */
  private String workers() {
    if (model.current().size() == 0) {
      return TableColumns.UNKNOWN;
    }
    if (model.isEnded()) {
      // The service's last word is of before the end, and nobody works any more.
      return Texts.number(Math.round(model.current().max()));
    }
    var current = model.current().lastValue();
    var target = model.target().lastValue();
    return current == target
        ? Texts.number(Math.round(current))
        : Texts.of(current < target ? "decode.of" : "decode.down", current, target);
  }

  private void time() {
    elapsed.setText(model.elapsed(now()).map(Amounts::span).orElse(TableColumns.UNKNOWN));
    ghost.setVisible(chart.span() >= HOURS);
    chart.ghost(ghost.isVisible() && ghost.isSelected());
  }

  /** What is billed of the job, and what of the run's estimate is spent and left. */
  private String used() {
    return Stream.of(billed(), spent.isEmpty() ? "" : Texts.of("job.spent", spent))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** What the service bills, as far as it told. */
  private String billed() {
    if (model.job().isEmpty() || model.measures().isEmpty()) {
      return "";
    }
    var measures = model.measures().get();
    var read = measures.steps().get(DecodeJob.READ_STEP.strip());
    return Texts.of(
        "job.used",
        measures.vcpuMillis().map(n -> hours(n / MILLIS)).orElse(Texts.of("job.notgiven")),
        measures
            .memoryMegabyteSeconds()
            .map(n -> hours(n / GIGABYTE))
            .orElse(Texts.of("job.notgiven")),
        Optional.ofNullable(read)
            .flatMap(JobMeasured.StepMeasured::bytes)
            .map(Amounts::bytes)
            .orElse(Texts.of("job.notgiven")));
  }

  /** Hours of a number of seconds, to three digits that count. */
  private static String hours(double seconds) {
    var hours = seconds / HOURS;
    return hours >= 100
        ? Texts.number(Math.round(hours))
        : String.format(Locale.US, hours >= 1 ? "%.1f" : "%.3f", hours);
  }

  /** A job that stands still or went wrong, unless the page's head says it already. */
  private void alarm() {
    var still = model.stalled(now());
    var failed = model.state().equals("FAILED") && isUnsaid();
    if (still.isPresent()) {
      var words = still.get().words();
      alarm.show(
          Banner.Kind.WARNING,
          words.isEmpty()
              ? Texts.of("decode.stalled", Amounts.span(still.get().since()))
              : Texts.of("decode.stuck", words),
          Texts.of("decode.stalled.todo"),
          "",
          "");
    } else if (failed) {
      alarm.show(
          Banner.Kind.FAILED,
          Texts.of("decode.failed", model.job(), model.firstError().orElse("")));
    } else {
      alarm.clear();
    }
  }

  private boolean isUnsaid() {
    return view != null && !ProblemBanner.isTrouble(view.stage(kind).state());
  }

  /** Says how old the newest reading is; looks again later, for as long as it is asked for. */
  private void stale() {
    var model = context.model();
    // A job that has ended goes on nowhere, whoever answers.
    var asks = model.running().get() && !this.model.isEnded();
    var hint =
        asks ? model.reading().get().hint(context.clock().instant()) : Optional.<String>empty();
    hint.ifPresentOrElse(text -> stale.show(Banner.Kind.WARNING, text), stale::clear);
    if (model.running().get() && !model.reading().get().equals(LastReading.NONE)) {
      aging.playFromStart();
    }
  }

  private void job() {
    var phase = model.phase().map(kind -> Texts.of("phase." + Texts.word(kind))).orElse("");
    var now = model.job() + model.state() + phase + links;
    if (now.equals(told)) {
      return;
    }
    told = now;
    if (model.job().isEmpty()) {
      jobLine.getChildren().setAll(new Label(Texts.of("decode.nojob")));
      return;
    }
    var id = model.job();
    var said =
        new Label(
            Texts.of(phase.isEmpty() ? "decode.job" : "decode.job.at", id, model.state(), phase));
    said.getStyleClass().add("mono");
    jobLine.getChildren().setAll(said, Clip.button(Texts.of("copy"), () -> id));
    if (model.simulated()) {
      var badge = new Badge();
      badge.showText("warning", Texts.of("decode.simulated"));
      jobLine.getChildren().add(badge);
    }
    places.getChildren().clear();
    links.forEach(link -> places.getChildren().add(link(link)));
    if (!links.isEmpty()) {
      places.getChildren().add(commands(links));
    }
  }

  private Hyperlink link(JobLinks.Link to) {
    var link = new Hyperlink(Texts.of("job.link." + Texts.word(to.kind())));
    link.setTooltip(new Tooltip(to.url()));
    link.setOnAction(
        event -> {
          link.setVisited(false);
          context.browser().accept(to.url());
        });
    return link;
  }

  private static MenuButton commands(List<JobLinks.Link> links) {
    var menu = new MenuButton(Texts.of("job.commands"));
    menu.getStyleClass().add("small");
    for (var link : links) {
      var item = new MenuItem(Texts.of("job.command." + Texts.word(link.kind())));
      item.setOnAction(event -> Clip.copy(link.command()));
      menu.getItems().add(item);
    }
    return menu;
  }

  private static String number(Optional<Double> value) {
    return value.map(n -> Texts.number(Math.round(n))).orElse(TableColumns.UNKNOWN);
  }
}
