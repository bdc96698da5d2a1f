package dev.backfill.ui;

import dev.backfill.check.CheckResult;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Facts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** A cell's checks, a line each; the lines stay when the cell is counted anew. */
final class ChecksView {
  private final Facts facts;
  private final List<Line> lines = new ArrayList<>();

  ChecksView(Facts facts) {
    this.facts = facts;
  }

  void show(List<CheckResult> checks) {
    if (lines.size() != checks.size()) {
      facts.clear();
      lines.clear();
      checks.forEach(check -> add());
    }
    for (var i = 0; i < checks.size(); i++) {
      lines.get(i).show(checks.get(i));
    }
  }

  private void add() {
    var line = new Line(new Badge(), new Label(), new Label());
    line.name.setMinWidth(Label.USE_PREF_SIZE);
    line.said.setWrapText(true);
    line.said.getStyleClass().add("muted");
    GridPane.setHgrow(line.said, Priority.ALWAYS);
    facts.addRow(facts.getRowCount(), line.verdict, line.name, line.said);
    lines.add(line);
  }

  private record Line(Badge verdict, Label name, Label said) {
    void show(CheckResult check) {
      verdict.show("verdict", check.verdict());
      name.setText(Texts.of("check." + Texts.word(check.kind())));
      said.setText(
          switch (check.verdict()) {
            case PASS, UNKNOWN -> check.detail();
            case FAIL -> check.kind().message() + " " + check.detail();
          });
    }
  }
}
