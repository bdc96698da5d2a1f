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
import java.util.stream.Stream;
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

  /** Documents that the filter catches, or leaves out, by their message. */
  private record Message(boolean caught, Group group) {}

  private String shownTitle = "";
  private RejectedScope shown;

  @FXML private TabPane tabs;
  @FXML private Tab stepTab;
  @FXML private Label title;
  @FXML private FlowPane legend;
  @FXML private Histogram histogram;
  @FXML private Label caughtSum;
  @FXML private Label leftSum;
  @FXML private TableView<Message> messages;
  @FXML private TableView<RejectedScope.Day> days;

  @FXML
  private void initialize() {
    messages();
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

  private void messages() {
    var message =
        TableColumns.<Message>text(
            Texts.of("scope.message"), 240, one -> Visible.line(one.group().message()));
    messages
        .getColumns()
        .setAll(
            List.of(
                TableColumns.<Message, Long>number(
                    Texts.of("scope.rows"), 84, one -> one.group().rows(), Texts::number),
                TableColumns.<Message>text(
                    Texts.of("scope.by.filter"),
                    96,
                    one -> Texts.of(one.caught() ? "scope.is.caught" : "scope.is.left")),
                message,
                TableColumns.<Message>text(
                    Texts.of("scope.type"), 118, one -> Visible.line(one.group().errorType())),
                TableColumns.<Message>text(
                    Texts.of("scope.class"), 176, one -> simple(one.group().exceptionClass()))));
    TableColumns.fill(messages, message, List.of());
    tell(messages);
    TableRows.copySeveral(messages);
    messages.setAccessibleText(Texts.of("scope.messages"));
  }

  /** A class without its package, which the tooltip has. */
  private static String simple(String type) {
    var line = Visible.line(type);
    return line.substring(line.lastIndexOf('.') + 1);
  }

  /** A row's tooltip has all of it, as wide as is read at ease. */
  private static void tell(TableView<Message> table) {
    table.setRowFactory(
        rows ->
            new TableRow<>() {
              @Override
              protected void updateItem(Message one, boolean empty) {
                super.updateItem(one, empty);
                setTooltip(empty || one == null ? null : told(one.group()));
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
    var caught = scope.caughtMessages();
    var left = scope.leftMessages();
    sum(caughtSum, "scope.caught", caught, scope.caught(), "scope.none.caught");
    sum(leftSum, "scope.left.filter", left, scope.left(), "scope.none.left");
    var all =
        Stream.concat(
                caught.stream().map(group -> new Message(true, group)),
                left.stream().map(group -> new Message(false, group)))
            .toList();
    TableRows.set(messages, all, RejectedController::key);
  }

  private static Object key(Message one) {
    var group = one.group();
    return List.of(one.caught(), group.errorType(), group.exceptionClass(), group.message());
  }

  private static void sum(Label label, String key, List<Group> groups, long all, String none) {
    if (all == 0) {
      label.setText(Texts.of(none));
      return;
    }
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
