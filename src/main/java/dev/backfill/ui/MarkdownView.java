package dev.backfill.ui;

import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** Shows the Markdown that our reports are made of: headings, lists, tables, code, paragraphs. */
final class MarkdownView {
  // A report of a large run has tens of thousands: a screen's worth comes at once, the rest in
  // turns.
  private static final int AT_ONCE = 400;

  private final VBox box;
  private final List<String> lines;
  private final List<Node> blocks = new ArrayList<>();
  private int next;

  private MarkdownView(VBox box, List<String> lines) {
    this.box = box;
    this.lines = lines;
  }

  /** Fills a box with a text's blocks; the last of them brings the next ones. */
  static void show(VBox box, List<String> markdown) {
    box.getChildren().clear();
    new MarkdownView(box, markdown).more();
  }

  private void more() {
    blocks.clear();
    while (next < lines.size() && blocks.size() < AT_ONCE) {
      block();
    }
    if (next < lines.size()) {
      var rest = new Hyperlink(Texts.of("report.more", lines.size() - next));
      rest.setOnAction(
          event -> {
            box.getChildren().remove(rest);
            more();
          });
      blocks.add(rest);
    }
    box.getChildren().addAll(blocks);
  }

  private void block() {
    var line = lines.get(next++);
    if (line.startsWith("```")) {
      code();
    } else if (line.startsWith("|")) {
      table(line);
    } else if (line.startsWith("#")) {
      var level = line.indexOf(' ');
      blocks.add(label(line.substring(level + 1), level == 1 ? "heading" : "section"));
    } else if (line.startsWith("- ")) {
      blocks.add(label("•  " + plain(line.substring(2)), "bullet"));
    } else if (!line.isBlank()) {
      blocks.add(label(plain(line), "paragraph"));
    }
  }

  private void code() {
    var text = new StringBuilder();
    while (next < lines.size() && !lines.get(next).startsWith("```")) {
      text.append(lines.get(next++)).append('\n');
    }
    next++;
    var code = new CodeBlock();
    code.show(text.toString(), 12);
    blocks.add(code);
  }

  private void table(String head) {
    var grid = new GridPane();
    grid.getStyleClass().add("facts");
    row(grid, head, "section-cell");
    while (next < lines.size() && lines.get(next).startsWith("|")) {
      var line = lines.get(next++);
      if (!line.matches("[|: -]+")) {
        row(grid, line, "cell");
      }
    }
    blocks.add(grid);
  }

  private static void row(GridPane grid, String line, String style) {
    var row = grid.getRowCount();
    var cells = line.substring(1).split("\\|");
    for (var i = 0; i < cells.length; i++) {
      grid.add(label(plain(cells[i].strip()), style), i, row);
    }
  }

  private static String plain(String text) {
    return text.replace("`", "").replace("**", "");
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add(style);
    return label;
  }
}
