package dev.backfill.ui;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Counts;
import dev.backfill.report.PlannedCall;
import dev.backfill.report.PlannedCalls;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsRow;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Texts;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** One cell of the counts in full: every check, the ids that differ, the SQL that counted. */
final class CountsDetail {
  private CountsDetail() {}

  static void fill(VBox detail, CountsRow row, RunView view, StageKind kind) {
    var title = new Label(row.table() + "  " + row.day());
    title.getStyleClass().add("section");
    detail.getChildren().addAll(title, checks(row));
    row.counts().sets().ifPresent(sets -> samples(detail, sets));
    PlannedCalls.of(view.plan(), kind, row.counts().cell().key())
        .flatMap(PlannedCall::sql)
        .ifPresent(sql -> detail.getChildren().add(folded(Texts.of("step.sql"), sql)));
  }

  private static Node checks(CountsRow row) {
    var grid = new GridPane();
    grid.getStyleClass().add("facts");
    for (var check : row.checks()) {
      var badge = new Badge();
      badge.show("verdict", check.verdict());
      var name = new Label(Texts.of("check." + Texts.word(check.kind())));
      name.setMinWidth(Label.USE_PREF_SIZE);
      var said = new Label(said(check));
      said.setWrapText(true);
      said.getStyleClass().add("muted");
      grid.addRow(grid.getRowCount(), badge, name, said);
    }
    return grid;
  }

  private static String said(CheckResult check) {
    return switch (check.verdict()) {
      case PASS, UNKNOWN -> check.detail();
      case FAIL -> check.kind().message() + " " + check.detail();
    };
  }

  private static void samples(VBox detail, Counts.Sets sets) {
    sample(detail, "counts.missing", sets.missing(), sets.missingSamples());
    sample(detail, "counts.extra", sets.extra(), sets.extraSamples());
  }

  private static void sample(VBox detail, String key, long all, List<String> ids) {
    if (all > 0) {
      detail.getChildren().add(folded(Texts.of(key, all, ids.size()), String.join("\n", ids)));
    }
  }

  private static TitledPane folded(String title, String text) {
    var code = new CodeBlock();
    code.show(text, 16);
    code.name(title);
    var pane = new TitledPane(title, code);
    pane.setExpanded(false);
    pane.setAnimated(false);
    return pane;
  }
}
