package dev.backfill.ui;

import dev.backfill.report.Format;
import dev.backfill.run.RunView;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.SaveDialog;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The report as it will be read, and its export. */
final class ReportController implements Bindable, RunPage {
  private final PageContext context;
  private volatile RunView newest;
  private String offered = "";

  private MarkdownView text;

  @FXML private VBox preview;
  @FXML private Button look;
  @FXML private Label fileLabel;
  @FXML private TextField file;
  @FXML private Label formatLabel;
  @FXML private ComboBox<Format> format;
  @FXML private Label problem;
  @FXML private Button choose;
  @FXML private Button export;

  ReportController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    fileLabel.setLabelFor(file);
    formatLabel.setLabelFor(format);
    format.setValue(Format.HTML);
    format.valueProperty().addListener((p, was, now) -> extend(was, now));
    problem.managedProperty().bind(problem.textProperty().isNotEmpty());
    file.textProperty().addListener((p, was, now) -> problem.setText(""));
    preview.getChildren().setAll(new Label(Texts.of("report.none")));
    text = new MarkdownView(preview);
  }

  @Override
  public void bind() {
    format.getItems().setAll(Format.values());
    var view = context.model().view();
    export.disableProperty().bind(view.isNull().or(file.textProperty().isEmpty()));
    choose.disableProperty().bind(view.isNull());
    look.disableProperty().bind(view.isNull());
  }

  @FXML
  private void choose() {
    var run = context.model().view().get().opened().run();
    SaveDialog.ask(
        file,
        Texts.of("report.saveto"),
        home(run).getFileName().toString(),
        chosen -> file.setText(chosen.toString()));
  }

  @FXML
  private void look() {
    context.files().open(context.model().view().get(), context.browser());
  }

  @FXML
  private void export() {
    try {
      context
          .files()
          .export(context.model().view().get(), Path.of(file.getText()), format.getValue());
    } catch (InvalidPathException e) {
      problem.setText(Texts.of("report.badpath", e.getReason()));
    }
  }

  @Override
  public void show(RunView view) {
    var run = view.opened().run();
    if (!run.equals(offered)) {
      offered = run;
      file.setText(home(run).toString());
      preview.getChildren().setAll(new Label(Texts.of("report.reading")));
    }
    newest = view;
    // A run changes faster than a report of thousands of cells is written: the newest alone is.
    context
        .background()
        .compute(
            () ->
                newest == view
                    ? Optional.of(Format.MD.write(view).lines().toList())
                    : Optional.<List<String>>empty(),
            lines -> lines.ifPresent(text::show));
  }

  /** A file for a run that can be written by one click; an older one of its name is replaced. */
  private Path home(String run) {
    return Path.of(System.getProperty("user.home"), run + "." + format.getValue().extension());
  }

  private void extend(Format was, Format now) {
    var path = file.getText();
    if (was != null && path.endsWith("." + was.extension())) {
      file.setText(path.substring(0, path.length() - was.extension().length()) + now.extension());
    }
  }
}
