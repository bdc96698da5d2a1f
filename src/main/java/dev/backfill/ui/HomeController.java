package dev.backfill.ui;

import dev.backfill.landing.Packet;
import dev.backfill.plan.PlaybookId;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunLine;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.io.File;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.stage.FileChooser;

/** Where everything begins: a new backfill, a rehearsal, a plan file, a run of before. */
final class HomeController implements Bindable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private final PageContext context;
  private final Label none = new Label();

  @FXML private Label playbookLabel;
  @FXML private ComboBox<PlaybookId> playbook;
  @FXML private Label playbookAbout;
  @FXML private HBox begin;
  @FXML private Button fresh;
  @FXML private Button rehearse;
  @FXML private Button open;
  @FXML private Button look;
  @FXML private Button template;
  @FXML private Button resume;
  @FXML private Banner unread;
  @FXML private TableView<RunLine> runs;

  HomeController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    playbookLabel.setLabelFor(playbook);
    playbook.setConverter(new EnumConverter<>("playbook"));
    playbook
        .valueProperty()
        .addListener(
            (p, was, now) ->
                playbookAbout.setText(Texts.of("playbook." + Texts.word(now) + ".about")));
    runs.getColumns()
        .setAll(
            List.of(
                TableColumns.name(Texts.of("home.name"), 212, line -> line.plan().name()),
                TableColumns.state(Texts.of("lines.state"), "state", RunLine::state),
                TableColumns.text(Texts.of("home.stage"), 84, HomeController::stage),
                TableColumns.text(Texts.of("home.days"), 112, HomeController::days),
                TableColumns.name(Texts.of("home.documents"), 150, HomeController::documents),
                TableColumns.name(Texts.of("home.cloud"), 86, RunLine::cloud),
                TableColumns.text(Texts.of("home.begun"), 142, line -> TIME.format(line.opened())),
                TableColumns.text(Texts.of("home.run"), 122, RunLine::run)));
    // What is short is never cut; names give way, and take what room there is.
    List.of(2, 3, 6, 7).forEach(i -> keepWhole(runs.getColumns().get(i)));
    List.of(0, 4).forEach(i -> runs.getColumns().get(i).setMinWidth(64));
    runs.getColumns().get(5).setMinWidth(88);
    List.of(1, 2, 6, 7).forEach(i -> growNoMore(runs.getColumns().get(i)));
    runs.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    runs.setPlaceholder(none);
    runs.setAccessibleText(Texts.of("home.runs"));
    TableRows.copy(runs);
    runs.setFixedCellSize(TableRows.HEIGHT);
    runs.setRowFactory(table -> row());
    runs.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER && selected().isPresent()) {
            look();
          }
        });
    begin.getParent().setOnDragOver(this::dragged);
    begin.getParent().setOnDragDropped(this::dropped);
  }

  @Override
  public void bind() {
    playbook.getItems().setAll(PlaybookId.values());
    playbook.setValue(context.plan().playbook());
    context
        .plan()
        .field("playbook")
        .addListener((p, was, now) -> playbook.setValue(context.plan().playbook()));
    runs.setItems(context.model().runs());
    none.textProperty()
        .bind(
            Bindings.when(context.model().looked().not())
                .then(Texts.of("home.looking"))
                .otherwise(
                    Bindings.when(context.model().running())
                        .then(Texts.of("home.first"))
                        .otherwise(Texts.of("home.none"))));
    context.model().unread().addListener((InvalidationListener) change -> tellUnread());
    tellUnread();
    var selected = runs.getSelectionModel().selectedItemProperty();
    var running = context.model().running();
    look.disableProperty().bind(selected.isNull().or(running));
    template.disableProperty().bind(selected.isNull());
    resume
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> running.get() || !selected().map(RunLine::isOpen).orElse(false),
                selected,
                running));
    rehearse.disableProperty().bind(running);
  }

  private void tellUnread() {
    var why = context.model().unread();
    if (why.isEmpty()) {
      unread.clear();
    } else {
      unread.show(
          Banner.Kind.WARNING,
          Texts.of("home.unread", why.size()),
          Texts.of("home.unread.do", why.size()),
          "",
          why.stream().map(Problem::text).collect(Collectors.joining("\n")));
    }
    unread.offer(
        why.stream()
            .flatMap(problem -> problem.actions().stream())
            .filter(action -> action.kind() == Action.Kind.REPAIR)
            .map(action -> Path.of(action.on()))
            .map(this::repair)
            .toList());
  }

  private Button repair(Path folder) {
    var button = new Button(Texts.of("act.repair", folder.getFileName()));
    button.disableProperty().bind(context.model().running());
    button.setOnAction(event -> context.files().repair(folder, context.clock().instant()));
    return button;
  }

  private static void keepWhole(TableColumn<RunLine, ?> column) {
    column.setMinWidth(column.getPrefWidth());
  }

  private static void growNoMore(TableColumn<RunLine, ?> column) {
    column.setMaxWidth(column.getPrefWidth() + 24);
  }

  private TableRow<RunLine> row() {
    var row = new TableRow<RunLine>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty() && !context.model().running().get()) {
            look();
          }
        });
    return row;
  }

  /** The draft is gone on with while it is of the kind that was chosen. */
  @FXML
  private void fresh() {
    var chosen = playbook.getValue();
    if (context.plan().playbook() == chosen) {
      context.following().choose(Pages.PLAN);
    } else {
      context
          .background()
          .compute(() -> BackfillApp.firstPlan(chosen), text -> Drafts.replace(context, text));
    }
  }

  @FXML
  private void rehearse() {
    var chosen = playbook.getValue();
    context.following().begin();
    context
        .background()
        .compute(
            () -> BackfillApp.firstPlan(chosen),
            text -> context.service().start(text, Clouds.Place.SANDBOX));
  }

  @FXML
  private void open() {
    var chooser = new FileChooser();
    chooser.setTitle(Texts.of("home.open"));
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(Texts.of("home.files"), "*.yaml", "*.yml", "*.json"));
    Optional.ofNullable(chooser.showOpenDialog(open.getScene().getWindow())).ifPresent(this::read);
  }

  @FXML
  private void look() {
    selected().ifPresent(line -> context.files().show(line.run(), context.following()::open));
  }

  @FXML
  private void template() {
    selected().ifPresent(line -> Drafts.replace(context, line.yaml()));
  }

  @FXML
  private void resume() {
    selected()
        .ifPresent(
            line -> {
              context.following().begin();
              context.service().resume(line.run(), line.cloud());
            });
  }

  private Optional<RunLine> selected() {
    return Optional.ofNullable(runs.getSelectionModel().getSelectedItem());
  }

  private void dragged(DragEvent event) {
    if (event.getDragboard().hasFiles()) {
      event.acceptTransferModes(TransferMode.COPY);
    }
    event.consume();
  }

  private void dropped(DragEvent event) {
    event.getDragboard().getFiles().stream().findFirst().ifPresent(this::read);
    event.setDropCompleted(true);
    event.consume();
  }

  /** Opens a plan, or a packet that was handed over. */
  private void read(File file) {
    if (file.getName().endsWith(".json")) {
      context.files().readPacket(file.toPath(), this::show);
    } else {
      context.files().readPlan(file.toPath(), text -> Drafts.replace(context, text));
    }
  }

  private void show(Packet packet) {
    context.model().executed().set(null);
    context.model().packet().set(packet);
    context.following().choose(Pages.PACKET);
  }

  private static String stage(RunLine line) {
    return line.stage().map(StageKind::id).map(id -> Texts.of("page." + id)).orElse("");
  }

  /** As for documents: the first, and how many more. */
  private static String days(RunLine line) {
    var all = line.plan().days().list();
    var first = all.get(0).toString();
    return all.size() == 1 ? first : Texts.of("home.more", first, all.size() - 1);
  }

  private static String documents(RunLine line) {
    var documents = line.plan().documents();
    return documents.size() == 1
        ? documents.get(0).toString()
        : Texts.of("home.more", documents.get(0), documents.size() - 1);
  }
}
