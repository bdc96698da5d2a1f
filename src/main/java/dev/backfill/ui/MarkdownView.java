package dev.backfill.ui;

import dev.backfill.ui.model.Markdown;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.CodeBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** Shows the Markdown that our reports are made of: headings, lists, tables, code, paragraphs. */
final class MarkdownView {
  // A report of a large run has tens of thousands of lines: some screens' worth comes by itself,
  // the rest when it is asked for.
  private static final int AT_ONCE = 200;
  // Texts of one frame: 10 ms with their layout, three times that when they are the first ever.
  private static final int A_FRAME = 30;

  private final VBox box;
  private final AnimationTimer frames =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          slice();
        }
      };
  private final List<List<String>> shown = new ArrayList<>();
  private List<String> lines = List.of();
  private List<List<String>> blocks = List.of();
  private Iterator<String> rows = Collections.emptyIterator();
  private int wanted = AT_ONCE;
  private int next;
  private int room;

  /** Shows its texts in a box of their own. */
  MarkdownView(VBox box) {
    this.box = box;
  }

  /** Shows a text, some of it in each frame; blocks that are there already stay. */
  void show(List<String> markdown) {
    if (!markdown.equals(lines)) {
      lines = markdown;
      begin();
    }
  }

  private void begin() {
    blocks = blocks(lines.subList(0, Math.min(wanted, lines.size())));
    if (rows.hasNext()) {
      // The table that was being filled.
      shown.set(next - 1, List.of());
    }
    rows = Collections.emptyIterator();
    next = 0;
    frames.start();
  }

  private static List<List<String>> blocks(List<String> lines) {
    var blocks = new ArrayList<List<String>>();
    for (var i = 0; i < lines.size(); ) {
      var first = lines.get(i);
      var end = i + 1;
      var fence = Markdown.fence(first);
      if (!fence.isEmpty()) {
        while (end < lines.size() && !lines.get(end++).equals(fence)) {}
      } else if (first.startsWith("|")) {
        while (end < lines.size() && lines.get(end).startsWith("|")) {
          end++;
        }
      }
      if (!first.isBlank()) {
        blocks.add(lines.subList(i, end));
      }
      i = end;
    }
    return blocks;
  }

  private void slice() {
    room = A_FRAME;
    while (room > 0) {
      if (rows.hasNext()) {
        row((GridPane) box.getChildren().get(next - 1), rows.next(), "cell");
      } else if (next < blocks.size()) {
        put(next++);
      } else {
        end();
        return;
      }
    }
  }

  private void put(int i) {
    var block = blocks.get(i);
    if (i < shown.size() && shown.get(i).equals(block)) {
      return;
    }
    var node = node(block);
    if (i < shown.size()) {
      shown.set(i, block);
      box.getChildren().set(i, node);
    } else {
      shown.add(block);
      box.getChildren().subList(i, box.getChildren().size()).clear();
      box.getChildren().add(node);
    }
  }

  private void end() {
    frames.stop();
    shown.subList(next, shown.size()).clear();
    box.getChildren().subList(next, box.getChildren().size()).clear();
    if (wanted < lines.size()) {
      var rest = new Hyperlink(Texts.of("report.more", lines.size() - wanted));
      rest.setOnAction(
          event -> {
            wanted += AT_ONCE;
            begin();
          });
      box.getChildren().add(rest);
    }
  }

  private Node node(List<String> block) {
    var line = block.get(0);
    if (!Markdown.fence(line).isEmpty()) {
      return code(block);
    } else if (line.startsWith("|")) {
      return table(block);
    } else if (line.startsWith("#")) {
      var level = line.indexOf(' ');
      return label(Markdown.plain(line.substring(level + 1)), level == 1 ? "heading" : "section");
    } else if (line.startsWith("- ")) {
      return label("•  " + Markdown.plain(line.substring(2)), "bullet");
    } else if (line.startsWith("  - ")) {
      return label("      " + Markdown.plain(line.substring(4)), "bullet");
    }
    return label(Markdown.plain(line), "paragraph");
  }

  private Node code(List<String> block) {
    room -= A_FRAME / 2;
    var code = new CodeBlock();
    code.show(
        block.stream()
            .filter(line -> !line.startsWith(Markdown.fence(block.get(0))))
            .map(line -> line + "\n")
            .collect(Collectors.joining()),
        12);
    return code;
  }

  private Node table(List<String> block) {
    var grid = new GridPane();
    grid.getStyleClass().add("facts");
    row(grid, block.get(0), "section-cell");
    rows = block.stream().skip(1).filter(line -> !line.matches("[|: -]+")).iterator();
    return grid;
  }

  private void row(GridPane grid, String line, String style) {
    var row = grid.getRowCount();
    var cells = Markdown.cells(line);
    for (var i = 0; i < cells.size(); i++) {
      grid.add(label(cells.get(i), style), i, row);
    }
  }

  private Label label(String text, String style) {
    room--;
    var label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add(style);
    return label;
  }
}
