package dev.backfill.ui;

import dev.backfill.run.CleanupView;
import dev.backfill.run.CleanupView.Item;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageLine;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.ShortNames;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Ages;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** What cleanup deletes, as it was listed, and what a second listing said. */
final class CleanupController implements RunPage {
  private final PageContext context;
  private TableColumn<Item, String> name;
  private String project = "";

  @FXML private Label proof;
  @FXML private TableView<Item> items;

  CleanupController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    name = TableColumns.whole("", 220, this::named);
    items
        .getColumns()
        .setAll(
            List.of(
                name,
                TableColumns.state(Texts.of("cleanup.fate"), "fate", Item::fate),
                TableColumns.text(Texts.of("cleanup.group"), 82, CleanupController::group),
                TableColumns.text(Texts.of("cleanup.kind"), 74, Item::kind),
                TableColumns.number(Texts.of("cleanup.things"), 90, Item::things, Texts::number),
                TableColumns.number(Texts.of("cleanup.bytes"), 76, Item::bytes, Amounts::bytes),
                TableColumns.when(
                    Texts.of("cleanup.modified"),
                    224,
                    item -> item.since().orElse(null),
                    context.clock())));
    TableColumns.fill(items, name, List.of());
    TableRows.copySeveral(items);
    items.setPlaceholder(new Label(Texts.of("cleanup.empty")));
    items.setAccessibleText(Texts.of("page.cleanup"));
    proof.setMinHeight(Label.USE_PREF_SIZE);
    proof.managedProperty().bind(proof.textProperty().isNotEmpty());
  }

  /** What is to be known of a thing stands below its name: few have a note, and a long one. */
  private String named(Item item) {
    var called = ShortNames.within(project, item.name());
    return item.note().isEmpty() ? called : called + "\n" + item.note();
  }

  private static String group(Item item) {
    return Texts.of("cleanup.group." + item.group().map(Texts::word).orElse("never"));
  }

  /** What a step came to; the first line of the deletion is what the second listing says. */
  private String said(StageLine line, CleanupView now) {
    return now.listedAgain().isPresent() && line.step().subject().equals(project)
        ? line.text().lines().skip(1).collect(Collectors.joining("\n"))
        : line.text();
  }

  @Override
  public void show(RunView view) {
    project = view.plan().targetProject();
    name.setText(Texts.of("cleanup.name", project));
    var now = CleanupView.of(view);
    TableRows.set(items, now.items(), Item::name);
    var said =
        view.lines(Role.CLEANS).stream()
            .map(line -> said(line, now))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    Ages.keep(proof, () -> proof(now, said));
  }

  private String proof(CleanupView now, String said) {
    return now.listedAgain()
        .map(
            at ->
                Texts.of(
                        "cleanup.proof",
                        now.gone(),
                        now.wanted(),
                        Spans.when(at, context.clock().instant()),
                        said)
                    .strip())
        .orElse(said);
  }
}
