package dev.backfill.ui;

import dev.backfill.plan.Cell;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.PlanFindings;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

/** What the source project has: document types to choose from, and each day's rows and bytes. */
final class ProjectController implements Bindable {
  private final PageContext context;
  private final ObservableList<String> found = FXCollections.observableArrayList();
  private final FilteredList<String> filtered = new FilteredList<>(found);

  @FXML private Label about;
  @FXML private TextField search;
  @FXML private Button add;
  @FXML private ListView<String> types;
  @FXML private TableView<Cell> days;

  ProjectController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    about.setMinHeight(Label.USE_PREF_SIZE);
    search.setAccessibleText(Texts.of("project.search"));
    search
        .textProperty()
        .addListener(
            (p, was, now) ->
                filtered.setPredicate(type -> type.contains(now.toLowerCase(Locale.ROOT))));
    types.setItems(filtered);
    types.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    types.setPlaceholder(new Label(Texts.of("project.none")));
    types.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            add();
          }
        });
    add.disableProperty().bind(types.getSelectionModel().selectedItemProperty().isNull());
    var type =
        TableColumns.<Cell>name(Texts.of("counts.table"), 160, cell -> cell.type().toString());
    days.getColumns()
        .setAll(
            List.of(
                type,
                TableColumns.text(Texts.of("counts.day"), 94, cell -> cell.day().toString()),
                TableColumns.number(Texts.of("counts.n_pbd"), 88, this::rows, Texts::number),
                TableColumns.number(Texts.of("preview.bytes"), 76, this::bytes, Amounts::bytes)));
    TableColumns.fill(days, type, List.of());
    TableRows.copySeveral(days);
    days.setFixedCellSize(TableRows.HEIGHT);
    days.setPlaceholder(new Label(Texts.of("project.unasked")));
    days.setAccessibleText(Texts.of("project.days"));
  }

  @Override
  public void bind() {
    context.model().asked().addListener((p, was, now) -> show(now));
    context.model().asking().addListener((p, was, now) -> explain());
    show(context.model().asked().get());
  }

  @FXML
  private void add() {
    var field = context.plan().field(PlanModel.DOCUMENTS);
    var lines = new java.util.LinkedHashSet<>(field.get().lines().toList());
    lines.addAll(types.getSelectionModel().getSelectedItems());
    field.set(String.join("\n", lines).strip());
  }

  private void show(PlanFindings asked) {
    found.setAll(asked == null ? List.of() : asked.types());
    days.getItems().setAll(asked == null ? List.of() : asked.plan().cells());
    explain();
  }

  private void explain() {
    var asked = context.model().asked().get();
    about.setText(
        context.model().asking().get()
            ? Texts.of("project.asking")
            : asked == null
                ? Texts.of("project.about")
                : Texts.of("project.found", asked.types().size(), asked.plan().sourceProject()));
  }

  private Long rows(Cell cell) {
    return context.model().asked().get().rows().get(cell.key());
  }

  private Long bytes(Cell cell) {
    return context.model().asked().get().bytes().get(cell.key());
  }
}
