package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CleanupModel;
import dev.backfill.ui.model.CleanupModel.Item;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Rows;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.Texts;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/** What cleanup deletes, as it was listed, and what a second listing said. */
final class CleanupController implements Shown {
  @FXML private Label proof;
  @FXML private TableView<Item> items;

  @FXML
  private void initialize() {
    items
        .getColumns()
        .setAll(
            List.of(
                Columns.text(Texts.of("cleanup.name"), 520, Item::name),
                Columns.text(
                    Texts.of("cleanup.kind"),
                    100,
                    item -> Texts.of(item.bucket() ? "cleanup.bucket" : "cleanup.table")),
                Columns.number(Texts.of("cleanup.things"), 140, Item::things, Texts::number),
                Columns.number(Texts.of("cleanup.bytes"), 120, Item::bytes, Spans::bytes)));
    items.setPlaceholder(new Label(Texts.of("cleanup.empty")));
    items.setAccessibleText(Texts.of("page.cleanup"));
    proof.managedProperty().bind(proof.textProperty().isNotEmpty());
  }

  @Override
  public void show(RunView view) {
    Rows.set(items, CleanupModel.of(view).items(), Item::name);
    proof.setText(
        view.stage(StageKind.CLEANUP).lines().stream()
            .map(StageLine::text)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n")));
  }
}
