package dev.backfill.ui.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The rows of the job's table; only those whose figures changed are drawn anew. */
public final class TypeRows {
  private final ObservableList<TypeRow> rows = FXCollections.observableArrayList();
  private final Map<String, TypeRow> byType = new HashMap<>();

  public ObservableList<TypeRow> rows() {
    return rows;
  }

  /** Takes in the newest figures; other types than before make other rows. */
  public void take(List<TypeLine> lines) {
    if (lines.size() != rows.size()
        || !lines.stream().allMatch(line -> byType.containsKey(line.type()))) {
      byType.clear();
      var made = new ArrayList<TypeRow>();
      for (var line : lines) {
        var row = new TypeRow(line);
        byType.put(line.type(), row);
        made.add(row);
      }
      rows.setAll(made);
      return;
    }
    for (var line : lines) {
      var row = byType.get(line.type());
      if (!row.line().equals(line)) {
        row.renew(line);
      }
    }
  }
}
