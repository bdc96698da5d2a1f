package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Facts;
import dev.backfill.ui.part.SaveDialog;
import dev.backfill.ui.part.Spans;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Button;

/** The plan of the open run: read, saved, or taken as the draft of another one. */
final class RunPlanController implements RunPage {
  // What a window of the least height has room for.
  private static final int MOST_LINES = 40;

  private final PageContext context;
  private RunView view;

  @FXML private Facts facts;
  @FXML private CodeBlock yaml;
  @FXML private Button template;
  @FXML private Button save;

  RunPlanController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    yaml.name(Texts.of("plan.text"));
    template.setDisable(true);
    save.setDisable(true);
  }

  @Override
  public void show(RunView now) {
    if (view == null || !view.opened().equals(now.opened())) {
      view = now;
      template.setDisable(false);
      save.setDisable(false);
      yaml.show(now.opened().plan(), MOST_LINES);
      facts(now.plan());
    }
  }

  private Supplier<String> opened(Instant at) {
    return () -> Spans.when(at, context.clock().instant());
  }

  private void facts(Plan plan) {
    facts.clear();
    facts.add(Texts.of("home.run"), view.opened().run());
    facts.add(Texts.of("home.begun"), opened(view.opened().at()));
    facts.add(Texts.of("field.name"), plan.name());
    facts.add(Texts.of("field.reason"), plan.reason());
    facts.add(Texts.of("home.days"), plan.days().toString());
    facts.add(
        Texts.of("home.documents"),
        plan.documents().stream().map(Object::toString).collect(Collectors.joining(", ")));
    facts.add(Texts.of("field.source.project"), plan.sourceProject());
    facts.add(Texts.of("field.target.project"), plan.targetProject());
  }

  @FXML
  private void template() {
    Drafts.replace(context, view.opened().plan());
  }

  @FXML
  private void save() {
    SaveDialog.ask(
        save,
        Texts.of("plan.saveto"),
        view.plan().name() + ".yaml",
        file -> context.files().write(file, view.opened().plan()));
  }
}
