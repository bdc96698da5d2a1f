package dev.backfill.report;

import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.run.CleanupView;
import dev.backfill.run.CleanupView.Fate;
import dev.backfill.run.CleanupView.Item;
import dev.backfill.run.RunView;
import dev.backfill.text.Amounts;
import dev.backfill.text.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What cleanup listed, as texts: two groups, what is never deleted, the phrases, the digest. */
public final class InventoryTable {
  /** The columns' names. */
  static final List<String> HEAD =
      List.of("kind", "name", "holds", "bytes", "age", "state", "note");

  private static final int LAST = HEAD.size() - 1;

  private final CleanupView cleaned;

  InventoryTable(CleanupView cleaned) {
    this.cleaned = cleaned;
  }

  /** The newest inventory of a run, in columns; empty before cleanup has looked. */
  public static String text(RunView view) {
    return new InventoryTable(CleanupView.of(view)).text();
  }

  boolean isEmpty() {
    return cleaned.listed().isEmpty();
  }

  /** A group's title with its rows, for each group that has any. */
  List<Part> parts() {
    var parts = new ArrayList<Part>();
    part("Made by this run", Optional.of(Group.RUN), parts);
    part("Everything else in the project", Optional.of(Group.OTHERS), parts);
    part("Never deleted", Optional.empty(), parts);
    return parts;
  }

  /** A part of the list, by whose things it holds. */
  record Part(String title, List<List<String>> rows) {}

  private void part(String title, Optional<Group> group, List<Part> parts) {
    var rows =
        cleaned.items().stream().filter(item -> item.group().equals(group)).map(this::row).toList();
    if (!rows.isEmpty()) {
      parts.add(new Part(title, rows));
    }
  }

  private List<String> row(Item item) {
    return Stream.of(
            item.kind(),
            item.name(),
            holds(item),
            item.group().isEmpty() ? "" : Amounts.bytes(item.bytes()),
            item.since()
                .map(at -> Amounts.age(Duration.between(at, cleaned.listed().orElseThrow())))
                .orElse(""),
            item.fate() == Fate.LISTED ? "" : item.fate().name().toLowerCase(Locale.ROOT),
            item.note())
        .map(Visible::line)
        .toList();
  }

  private static String holds(Item item) {
    if (item.group().isEmpty()) {
      return "";
    }
    var what =
        switch (item.kind()) {
          case "bucket" -> " objects";
          case "dataset" -> " parts";
          default -> " rows";
        };
    return item.things() + (item.things() == 1 ? what.substring(0, what.length() - 1) : what);
  }

  /** What can be typed, and what it deletes; a line each. */
  List<String> phrases() {
    var lines = new ArrayList<String>();
    if (!cleaned.phrase().isEmpty()) {
      lines.add("To delete what this run made, name: " + cleaned.phrase());
    }
    if (!cleaned.phraseOfEverything().isEmpty()) {
      lines.add("To delete everything, name: " + cleaned.phraseOfEverything());
    }
    if (!cleaned.digest().isEmpty()) {
      lines.add("Digest of the list: " + cleaned.digest());
    }
    return lines;
  }

  private String text() {
    var out = new StringBuilder();
    var parts = parts();
    var widths = new int[HEAD.size()];
    for (var part : parts) {
      for (var row : part.rows()) {
        for (var i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
    }
    for (var part : parts) {
      out.append(part.title()).append(":\n");
      part.rows().forEach(row -> out.append(line(row, widths)));
    }
    phrases().forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private static String line(List<String> row, int[] widths) {
    var out = new StringBuilder("  ");
    for (var i = 0; i <= LAST; i++) {
      var pad = " ".repeat(widths[i] - row.get(i).length());
      // Numbers stand right.
      var isNumber = i == 2 || i == 3;
      out.append(isNumber ? pad + row.get(i) : row.get(i) + pad).append(i < LAST ? "  " : "");
    }
    return out.toString().stripTrailing() + "\n";
  }
}
