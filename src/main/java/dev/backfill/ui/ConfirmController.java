package dev.backfill.ui;

import static java.util.stream.Collectors.joining;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.landing.Hazards;
import dev.backfill.run.RunView;
import dev.backfill.ui.model.ConfirmItem;
import dev.backfill.ui.model.ConfirmKind;
import dev.backfill.ui.model.ConfirmModel;
import dev.backfill.ui.model.FinalizeRow;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;

/**
 * The question before something is destroyed; its phrase must be typed. No button is the default
 * one, and Esc declines.
 */
final class ConfirmController implements Bindable {
  private static final int MOST_ROWS = 5;
  private static final double AMOUNT = 150;
  // A sentence of who holds what, since when.
  private static final double NOTE = 240;

  // In place of a moment that nothing of the question has.
  private static final double SENTENCE = 420;

  private final PageContext context;
  private final ConfirmModel confirm = new ConfirmModel();

  private Map<String, String> backups = Map.of();
  private boolean landing;
  private TableColumn<ConfirmItem, String> lost;
  private TableColumn<ConfirmItem, Instant> changed;
  private TableColumn<ConfirmItem, String> comes;

  @FXML private Label title;
  @FXML private Label target;
  @FXML private Label who;
  @FXML private TableView<ConfirmItem> items;
  @FXML private CheckBox wider;
  @FXML private Label note;
  @FXML private Label wantedLabel;
  @FXML private Label wanted;
  @FXML private TextField typed;
  @FXML private Label hint;
  @FXML private Button decline;
  @FXML private Button agree;

  ConfirmController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    wantedLabel.setLabelFor(typed);
    lost = TableColumns.whole("", 168, ConfirmItem::lost);
    changed = TableColumns.when("", 216, item -> item.changed().orElse(null), context.clock());
    comes = TableColumns.whole("", AMOUNT, ConfirmItem::comes);
    var name = TableColumns.whole(Texts.of("confirm.what"), 300, this::named);
    items.getColumns().setAll(List.of(name, lost, changed, comes));
    TableColumns.fill(items, name, List.of());
    TableRows.copySeveral(items);
    items.setPlaceholder(new Label(Texts.of("counts.reading")));
    typed.textProperty().bindBidirectional(confirm.typed());
    typed.textProperty().addListener((p, was, now) -> hint());
    // Race: a question that is asked while its page is put together in steps.
    typed.sceneProperty().addListener((p, was, now) -> returnTo());
    agree.disableProperty().bind(confirm.agreed().not());
    wider.managedProperty().bind(wider.visibleProperty());
    wider.selectedProperty().addListener((p, was, now) -> show(shown()));
  }

  /** The whole name, project first, and what is kept of it. */
  private String named(ConfirmItem item) {
    // Of a packet nothing is known here of what its run has kept.
    if (!landing || context.model().view().get() == null) {
      return item.name();
    }
    var kept = Optional.ofNullable(backups.get(item.name()));
    return item.name()
        + "\n"
        + kept.map(where -> Texts.of("confirm.backup", where)).orElse(Texts.of("confirm.nobackup"));
  }

  @Override
  public void bind() {
    decline.disableProperty().bind(context.model().question().isNull());
    context.model().question().addListener((p, was, now) -> ask(now));
    context.model().ask().addListener((p, was, now) -> returnTo());
    ask(context.model().question().get());
  }

  private ConfirmationRequest<?> shown() {
    return wider.isSelected() ? context.model().wider().get() : context.model().question().get();
  }

  @FXML
  private void decline() {
    context.service().answer(Set.of());
  }

  @FXML
  private void agree() {
    context.service().answer(Set.of(confirm.typed().get()));
  }

  /** The window's own question lay above, and the keyboard was there. */
  private void returnTo() {
    if (context.model().ask().get() == null && context.model().question().get() != null) {
      Platform.runLater(typed::requestFocus);
    }
  }

  private void ask(ConfirmationRequest<?> request) {
    var more = context.model().wider().get();
    wider.setSelected(false);
    wider.setVisible(more != null);
    if (more != null) {
      wider.setText(Texts.of("confirm.wider", ConfirmItem.of(more).size()));
    }
    show(request);
  }

  private void show(ConfirmationRequest<?> request) {
    confirm.ask(request == null ? "" : request.phrase());
    if (request != null) {
      who.setText(who());
      agree.disarm();
      var act = act(request);
      landing = act.isLanding();
      title.setText(Texts.of("confirm.title", act.number()));
      agree.setText(Texts.of("confirm.agree", act.number()));
      var all = ConfirmItem.of(request);
      target.setText(Texts.of("confirm.target", request.target(), all.size(), act.number()));
      lost.setText(Texts.of("confirm.lost", act.number()));
      changed.setText(Texts.of("confirm.changed", act.number()));
      comes.setText(Texts.of("confirm.comes", act.number()));
      var aged = all.stream().anyMatch(item -> item.changed().isPresent());
      changed.setVisible(aged);
      comes.setPrefWidth(landing ? AMOUNT : aged ? NOTE : SENTENCE);
      items.getItems().clear();
      items.setPrefHeight(TableRows.HEAD + height(act) * Math.min(all.size(), MOST_ROWS));
      note.setText(Texts.of(act.note()));
      wanted.setText(request.phrase());
      wanted.setMinHeight(Label.USE_PREF_SIZE);
      hint();
      tell(request, all, landing ? context.model().view().get() : null);
      // After the page, when it is new, stands in the scene.
      Platform.runLater(typed::requestFocus);
    }
  }

  /** What a run knows of what is overwritten, and what else to know before, a line each. */
  private record Known(Map<String, String> backups, String hazards) {
    static Known of(RunView view) {
      return new Known(
          FinalizeRow.keptOf(view),
          view == null
              ? ""
              : Hazards.of(view).stream().map(line -> "\n\u2022 " + line).collect(joining()));
    }
  }

  /** A run's copies are read beside the window: there may be thousands. */
  private void tell(ConfirmationRequest<?> request, List<ConfirmItem> all, RunView view) {
    context
        .background()
        .compute(
            () -> Known.of(view),
            known -> {
              if (shown() == request) {
                backups = known.backups();
                items.getItems().setAll(all);
                note.setText(note.getText() + known.hazards());
              }
            });
  }

  /** Of a row, whose name is wrapped, and has a backup below it where one may be. */
  private static double height(ConfirmKind act) {
    return act.isLanding() ? 76 : 44;
  }

  /** Who acts, and where. */
  private String who() {
    var model = context.model();
    var view = model.view().get();
    var packet = model.packet().get();
    var where =
        view != null
            ? context.service().where(view)
            : packet != null
                ? context.service().where(packet.cloud(), packet.plan().targetProject())
                : model.cloud().get();
    return Texts.of("confirm.who", model.who().get(), where);
  }

  private static ConfirmKind act(ConfirmationRequest<?> request) {
    return request.items().get(0).accept(new ConfirmKind.Of());
  }

  private void hint() {
    hint.setText(
        Texts.of(
            confirm.agreed().get()
                ? "confirm.same"
                : typed.getText().isEmpty() ? "confirm.nothing" : "confirm.other"));
  }
}
