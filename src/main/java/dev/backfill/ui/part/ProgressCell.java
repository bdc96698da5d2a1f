package dev.backfill.ui.part;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;

/** A part of a whole, from 0 to 1, as a bar and in percent. */
public final class ProgressCell<R> extends TableCell<R, Double> {
  private final ProgressBar bar = new ProgressBar(0);
  private final Label percent = new Label();
  private final HBox both = new HBox(6, bar, percent);

  public ProgressCell() {
    getStyleClass().add("progress-cell");
    bar.setPrefWidth(64);
    percent.setMinWidth(40);
    percent.setAlignment(Pos.CENTER_RIGHT);
    both.setAlignment(Pos.CENTER_RIGHT);
  }

  @Override
  protected void updateItem(Double part, boolean empty) {
    super.updateItem(part, empty);
    setGraphic(empty || part == null ? null : both);
    setText(empty || part != null ? null : TableColumns.UNKNOWN);
    setAccessibleText(null);
    if (!empty && part != null) {
      bar.setProgress(part);
      // Not 100 % before the last record.
      percent.setText(String.format(Locale.US, "%d %%", (int) Math.floor(100 * part)));
      setAccessibleText(percent.getText());
    }
  }
}
