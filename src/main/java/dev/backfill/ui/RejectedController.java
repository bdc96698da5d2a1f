package dev.backfill.ui;

import dev.backfill.fact.ScopeSeen.Group;
import dev.backfill.run.RejectedScope;
import dev.backfill.text.Visible;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Histogram;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Rejected documents by day and by message: what the filter catches beside what it leaves out. */
final class RejectedController {
  private static final List<String> SERIES = List.of("caught", "left", "outside");

  private String shownTitle = "";
  private RejectedScope shown;

  @FXML private TabPane tabs;
  @FXML private Tab stepTab;
  @FXML private Label title;
  @FXML private FlowPane legend;
  @FXML private Histogram histogram;
  @FXML private Label caughtSum;
  @FXML private TableView<Group> caught;
  @FXML private Label leftSum;
  @FXML private TableView<Group> left;
  @FXML private TableView<RejectedScope.Day> days;

  @FXML
  private void initialize() {
    messages(caught, "scope.caught", "scope.none.caught");
    messages(left, "scope.left.filter", "scope.none.left");
    var day =
        TableColumns.<RejectedScope.Day>text(
            Texts.of("scope.day"), 120, one -> one.day().toString());
    days.getColumns()
        .setAll(
            List.of(
                day,
                TableColumns.<RejectedScope.Day>text(
                    Texts.of("scope.planned"),
                    100,
                    one -> Texts.of(one.planned() ? "scope.planned.yes" : "scope.planned.no")),
                TableColumns.<RejectedScope.Day, Long>number(
                    Texts.of("scope.caught"), 150, RejectedScope.Day::caught, Texts::number),
                TableColumns.<RejectedScope.Day, Long>number(
                    Texts.of("scope.left.filter"), 170, RejectedScope.Day::left, Texts::number)));
    TableColumns.fill(days, day, List.of());
    TableRows.copySeveral(days);
    days.setAccessibleText(Texts.of("scope.by"));
    SERIES.forEach(this::explain);
  }

  private void explain(String series) {
    var mark = new Region();
    mark.getStyleClass().addAll("bar-of-series", "bar-" + series);
    mark.setMinSize(10, 10);
    mark.setMaxSize(10, 10);
    var name = new Label(Texts.of(key(series)));
    name.getStyleClass().add("small-text");
    name.setMinWidth(Region.USE_PREF_SIZE);
    var entry = new HBox(mark, name);
    entry.getStyleClass().add("bar");
    legend.getChildren().add(entry);
  }

  private static String key(String series) {
    return series.equals("left") ? "scope.left.filter" : "scope." + series;
  }

  private static void messages(TableView<Group> table, String name, String none) {
    var message =
        TableColumns.<Group>text(
            Texts.of("scope.message"), 160, group -> Visible.line(group.message()));
    var type =
        TableColumns.<Group>text(
            Texts.of("scope.type"), 84, group -> Visible.line(group.errorType()));
    var exception =
        TableColumns.<Group>text(
            Texts.of("scope.class"), 100, group -> simple(group.exceptionClass()));
    table
        .getColumns()
        .setAll(
            List.of(
                TableColumns.<Group, Long>number(
                    Texts.of("scope.rows"), 64, Group::rows, Texts::number),
                message,
                type,
                exception));
    TableColumns.fill(table, message, List.of());
    tell(table);
    TableRows.copySeveral(table);
    var empty = new Label(Texts.of(none));
    empty.setWrapText(true);
    table.setPlaceholder(empty);
    table.setAccessibleText(Texts.of(name));
  }

  /** A class without its package: two tables side by side have no room for it. */
  private static String simple(String type) {
    var line = Visible.line(type);
    return line.substring(line.lastIndexOf('.') + 1);
  }

  /** A row's tooltip has all of it, as wide as is read at ease. */
  private static void tell(TableView<Group> table) {
    table.setRowFactory(
        rows ->
            new TableRow<>() {
              @Override
              protected void updateItem(Group group, boolean empty) {
                super.updateItem(group, empty);
                setTooltip(empty || group == null ? null : told(group));
              }
            });
  }

  private static Tooltip told(Group group) {
    var tip =
        new Tooltip(
            Visible.line(group.errorType())
                + "\n"
                + Visible.line(group.exceptionClass())
                + "\n"
                + Visible.line(group.message()));
    tip.setWrapText(true);
    tip.setMaxWidth(520);
    return tip;
  }

  /**
   * Shows what was seen.
   *
   * @param name of the document type that it is of, or words for all
   */
  void show(RejectedScope scope, String name) {
    if (scope.equals(shown) && name.equals(shownTitle)) {
      return;
    }
    shown = scope;
    shownTitle = name;
    title.setText(name);
    draw(scope, name);
    TableRows.set(days, scope.days(), RejectedScope.Day::day);
    sum(caughtSum, "scope.caught", scope.caughtMessages(), scope.caught());
    sum(leftSum, "scope.left.filter", scope.leftMessages(), scope.left());
    TableRows.set(caught, scope.caughtMessages(), RejectedController::key);
    TableRows.set(left, scope.leftMessages(), RejectedController::key);
  }

  private static Object key(Group group) {
    return List.of(group.errorType(), group.exceptionClass(), group.message());
  }

  private static void sum(Label label, String key, List<Group> groups, long all) {
    var rarer = Math.max(0, all - groups.stream().mapToLong(Group::rows).sum());
    label.setText(Texts.of("scope.group", Texts.of(key), groups.size(), all, rarer));
  }

  private void draw(RejectedScope scope, String name) {
    var parts = new LinkedHashMap<String, Map<String, Long>>();
    for (var day : scope.days()) {
      parts.put(
          day.day().toString(),
          Map.of(
              "caught", day.planned() ? day.caught() : 0,
              "left", day.left(),
              "outside", day.planned() ? 0 : day.caught()));
    }
    histogram.show(parts, SERIES);
    histogram.setAccessibleText(
        Texts.of(
            "scope.chart",
            name,
            scope.days().size(),
            scope.caught(),
            scope.left(),
            scope.days().stream()
                .max(Comparator.comparingLong(RejectedScope.Day::caught))
                .map(day -> day.day().toString())
                .orElse(TableColumns.UNKNOWN)));
  }

  /** Where a chosen step is shown in full; none where it is null. */
  void hold(Node step) {
    stepTab.setContent(step);
    stepTab.setDisable(step == null);
    if (step == null) {
      tabs.getSelectionModel().selectFirst();
    }
  }

  /** Turns to the step: what went wrong is what the operator came for. */
  void turnToStep() {
    tabs.getSelectionModel().select(stepTab);
  }
}
