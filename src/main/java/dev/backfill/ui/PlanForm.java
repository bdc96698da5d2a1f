package dev.backfill.ui;

import dev.backfill.plan.PlaybookId;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TabKey;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;

/** The plan's fields, each with its problem beneath it. */
final class PlanForm extends GridPane implements Bindable {
  private final PlanModel plan;
  private final List<Runnable> binds = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  PlanForm(PlanModel plan) {
    this.plan = plan;
    getStyleClass().add("form");
    var names = new ColumnConstraints();
    names.setMinWidth(USE_PREF_SIZE);
    var fields = new ColumnConstraints();
    fields.setHgrow(Priority.ALWAYS);
    getColumnConstraints().setAll(names, fields);
    section("form.what");
    row("playbook", choice("playbook", PlaybookId.ids().toArray(String[]::new)));
    row("name", text("name"));
    row("reason", text("reason"));
    row("days.first", day("days.first"));
    row("days.last", day("days.last"));
    row(PlanModel.DAYS, text(PlanModel.DAYS));
    row(PlanModel.DOCUMENTS, documents());
    section("form.errors");
    row(PlanModel.MESSAGES, lines(PlanModel.MESSAGES, 3));
    for (var key : List.of("error_type", "exception_class", "table")) {
      row("errors." + key, text("errors." + key));
    }
    row("errors.after", choice("errors.after", "leave", "delete"));
    row("deduplicate.later_days", text("deduplicate.later_days"));
    row("validate.null_shares", text("validate.null_shares"));
    section("form.decode");
    row("decode.by", choice("decode.by", "console", "template"));
    row("decode.template", text("decode.template"));
    row(PlanModel.PARAMETERS, lines(PlanModel.PARAMETERS, 6));
    section("form.where");
    row("source.project", text("source.project"));
    row("target.project", text("target.project"));
    row("target.location", text("target.location"));
    row("schemas", text("schemas"));
    row("credentials.impersonate", text("credentials.impersonate"));
    row("credentials.service_account_file", text("credentials.service_account_file"));
    row("budget.usd", text("budget.usd"));
    row("budget.hours", text("budget.hours"));
    section("form.how");
    row("stage.slices", text("stage.slices"));
    row("dataflow.region", text("dataflow.region"));
    row("dataflow.machine", text("dataflow.machine"));
    row("dataflow.workers.initial", text("dataflow.workers.initial"));
    row("dataflow.workers.max", text("dataflow.workers.max"));
    row("dataflow.read", choice("dataflow.read", "direct", "export"));
    row("dataflow.public_ips", flag("dataflow.public_ips", false));
    section("form.workers");
    for (var key : List.of("service_account", "network", "subnetwork", "kms_key", "disk_gb")) {
      row("dataflow." + key, text("dataflow." + key));
    }
    row("dataflow.staging_location", text("dataflow.staging_location"));
    row("dataflow.upload_buffer_mb", text("dataflow.upload_buffer_mb"));
    row("dataflow.flexrs", flag("dataflow.flexrs", false));
    row("dataflow.service_options", text("dataflow.service_options"));
    row("dataflow.experiments", text("dataflow.experiments"));
    row(PlanModel.LABELS, text(PlanModel.LABELS));
    section("form.rewrite");
    row("rewrite.mode", mustChoose("rewrite.mode", "drop", "replace", "any"));
    row("rewrite.query_sql", lines("rewrite.query_sql", 8));
    row("rewrite.affected_sql", lines("rewrite.affected_sql", 3));
    section("form.end");
    row("finalize.backup", flag("finalize.backup", true));
    row("finalize.backup_days", text("finalize.backup_days"));
    row("finalize.keep_backup", flag("finalize.keep_backup", false));
    row("finalize.by", choice("finalize.by", "self", "hand-over"));
    row(PlanModel.DOWNSTREAM, lines(PlanModel.DOWNSTREAM, 2));
    lay(PlaybookId.REPLAY);
  }

  @Override
  public void bind() {
    disableProperty().bind(plan.parses().not());
    binds.forEach(Runnable::run);
    plan.field("playbook").addListener((p, was, now) -> lay(plan.playbook()));
    lay(plan.playbook());
  }

  private void edits(Property<String> shown, String path) {
    binds.add(() -> shown.bindBidirectional(plan.field(path)));
  }

  private void section(String key) {
    var label = new Label(Texts.of(key));
    label.getStyleClass().add("section");
    add(label, 0, 0, 2, 1);
    sections.add(new Section(label, new ArrayList<>()));
  }

  /** A heading and the rows below it. */
  private record Section(Label heading, List<Row> rows) {}

  /**
   * A key's field, with its name before it and its problem beneath.
   *
   * @param shown whether the plan's playbook has the key
   */
  private record Row(
      String path, Label name, Control control, Label problem, BooleanProperty shown) {}

  /** The rows of the keys that plans of this playbook have, and the headings of those. */
  private void lay(PlaybookId playbook) {
    // The pane itself does not count rows whose nodes are not managed; nodes stay where they are in
    // the scene, so that the focus does.
    var at = 0;
    for (var section : sections) {
      section.rows().forEach(row -> row.shown().set(playbook.has(row.path())));
      var any = section.rows().stream().anyMatch(row -> row.shown().get());
      section.heading().setVisible(any);
      section.heading().setManaged(any);
      setRowIndex(section.heading(), any ? at++ : 0);
      for (var row : section.rows()) {
        var isShown = row.shown().get();
        setRowIndex(row.name(), isShown ? at : 0);
        setRowIndex(row.control(), isShown ? at++ : 0);
        setRowIndex(row.problem(), isShown ? at++ : 0);
      }
    }
  }

  private void row(String path, Control control) {
    var label = new Label(Texts.of("field." + path));
    label.setLabelFor(control);
    control.setId("field-" + path.replace('.', '-'));
    control.setMaxWidth(Double.MAX_VALUE);
    control.setAccessibleText(label.getText());
    var problem = new Label();
    problem.getStyleClass().add("problem");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    var shown = new SimpleBooleanProperty(true);
    problem.managedProperty().bind(problem.textProperty().isNotEmpty().and(shown));
    for (var node : List.of(label, control)) {
      node.visibleProperty().bind(shown);
      node.managedProperty().bind(shown);
    }
    problem.visibleProperty().bind(shown);
    add(label, 0, 0);
    add(control, 1, 0);
    add(problem, 1, 0);
    sections.get(sections.size() - 1).rows().add(new Row(path, label, control, problem, shown));
    binds.add(
        () -> {
          plan.problems()
              .addListener((ListChangeListener<Object>) change -> mark(path, control, problem));
          mark(path, control, problem);
        });
  }

  private void mark(String path, Control control, Label problem) {
    var said = plan.problemOf(path);
    problem.setText(said);
    control.setAccessibleHelp(said);
    control.getStyleClass().remove("wrong");
    if (!said.isEmpty()) {
      control.getStyleClass().add("wrong");
    }
  }

  private TextField text(String path) {
    var field = new TextField();
    edits(field.textProperty(), path);
    var key = "default." + path;
    if (Texts.BUNDLE.containsKey(key)) {
      field.setPromptText(Texts.of(key));
    }
    return field;
  }

  private TextArea documents() {
    return lines(PlanModel.DOCUMENTS, 5);
  }

  private TextArea lines(String path, int rows) {
    var area = new TextArea();
    area.getStyleClass().add("code");
    TabKey.leads(area);
    area.setPrefRowCount(rows);
    edits(area.textProperty(), path);
    var key = "default." + path;
    if (Texts.BUNDLE.containsKey(key)) {
      area.setPromptText(Texts.of(key));
    }
    return area;
  }

  private DatePicker day(String path) {
    var picker = new DatePicker();
    picker.setConverter(new IsoDay());
    edits(picker.getEditor().textProperty(), path);
    return picker;
  }

  /** A choice of which the first is what an absent value means. */
  private ComboBox<String> choice(String path, String... values) {
    var box = new ComboBox<String>();
    var field = plan.field(path);
    binds.add(
        () -> {
          box.getItems().setAll(values);
          show(box, field, values[0]);
          field.addListener((p, was, now) -> show(box, field, values[0]));
        });
    box.setOnAction(
        event -> {
          var given = field.get().isEmpty() ? values[0] : field.get();
          if (box.getValue() != null && !box.getValue().equals(given)) {
            field.set(box.getValue());
          }
        });
    return box;
  }

  private static void show(ComboBox<String> box, StringProperty field, String otherwise) {
    box.setValue(field.get().isEmpty() ? otherwise : field.get());
  }

  /** A choice that must be made. */
  private ComboBox<String> mustChoose(String path, String... values) {
    var box = new ComboBox<String>();
    binds.add(() -> box.getItems().setAll(values));
    edits(box.valueProperty(), path);
    return box;
  }

  private CheckBox flag(String path, boolean otherwise) {
    var box = new CheckBox();
    var field = plan.field(path);
    binds.add(
        () -> {
          show(box, field, otherwise);
          field.addListener((p, was, now) -> show(box, field, otherwise));
        });
    box.setOnAction(event -> field.set(Boolean.toString(box.isSelected())));
    return box;
  }

  private static void show(CheckBox box, StringProperty field, boolean otherwise) {
    box.setSelected(field.get().isEmpty() ? otherwise : field.get().equals("true"));
  }

  /** Days as plans write them; a text that is none is left to the plan's own check. */
  private static final class IsoDay extends StringConverter<LocalDate> {
    @Override
    public String toString(LocalDate day) {
      return day == null ? "" : day.toString();
    }

    @Override
    public LocalDate fromString(String text) {
      try {
        return text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
      } catch (DateTimeException e) {
        return null;
      }
    }
  }
}
