package dev.backfill.ui;

import dev.backfill.plan.Plan.Mode;
import dev.backfill.problem.Problem;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.HandOverModel;
import dev.backfill.ui.model.ProblemBanner;
import dev.backfill.ui.model.Remedies;
import dev.backfill.ui.model.RunLine;
import dev.backfill.ui.model.StageModel;
import dev.backfill.ui.model.StillOpen;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.Icon;
import dev.backfill.ui.part.Spans;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;

/** What the page on screen does and why, how far it is, and what went wrong on it. */
final class HeaderController {
  private final PageContext context;
  private List<Remedies.Offer> offered = List.of();

  @FXML private Icon icon;
  @FXML private Label heading;
  @FXML private Badge badge;
  @FXML private Badge where;
  @FXML private Button resume;
  @FXML private Button stop;
  @FXML private Label about;
  @FXML private HBox progress;
  @FXML private ProgressBar bar;
  @FXML private Label pace;
  @FXML private Banner banner;

  HeaderController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    where.managedProperty().bind(where.visibleProperty());
    badge.managedProperty().bind(badge.visibleProperty());
    stop.managedProperty().bind(stop.visibleProperty());
    stop.visibleProperty().bind(context.model().running());
    resume.managedProperty().bind(resume.visibleProperty());
    banner.whenSought(context.model()::seek);
    about.setMinHeight(Label.USE_PREF_SIZE);
    context.model().notice().addListener((p, was, now) -> opening(now));
  }

  /** What is done with the run that is open. */
  List<Button> ofRun() {
    return List.of(resume, stop);
  }

  @FXML
  private void stop() {
    context.service().stop();
  }

  @FXML
  private void resume() {
    var opened = context.model().view().get().opened();
    context.following().begin();
    context.service().resume(opened.run(), opened.cloud());
  }

  /** Shows the head of the page on screen; the view is null before the first run. */
  void show(RunView view) {
    var id = context.page().get();
    icon.show(id);
    heading.setText(Texts.of("page." + id));
    // What lands overwrites, or adds.
    var mode = view == null ? Mode.OVERWRITE : view.plan().finish().mode();
    about.setText(Texts.of(id + ".about", mode.ordinal()));
    where(id, view);
    var stage = Pages.stage(id);
    var shown = view != null && stage.isPresent() && Pages.isPageOf(id, view.playbook());
    badge.setVisible(shown);
    progress.setVisible(false);
    bar.setProgress(0);
    resume.setVisible(shown && view.closed().isEmpty() && !context.model().running().get());
    if (shown) {
      show(StageModel.of(view, stage.get()), stage.get());
    } else {
      banner.clear();
    }
    offer(shown ? offers(view, stage.get()) : List.of());
    var failure = context.model().failure().get();
    if (!failure.isNone()) {
      show(failure);
    }
    if (isBetweenStages(view)) {
      progress.setVisible(true);
      bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
      pace.setText(context.model().notice().get());
    }
  }

  /** Where what the page is about acts, or would. */
  private void where(String id, RunView view) {
    var service = context.service();
    var packet = context.model().packet().get();
    var plan = context.plan().plan().get();
    var said =
        Pages.isOfRun(id) && view != null
            ? service.where(view)
            : id.equals(Pages.PACKET) && packet != null
                ? service.where(packet.cloud(), packet.plan().targetProject())
                : id.equals(Pages.PLAN)
                    ? service.where(
                        service.asking().place().get(), plan == null ? "" : plan.targetProject())
                    : "";
    where.setVisible(!said.isEmpty());
    where.showText("place", said);
  }

  private void show(Failure failure) {
    var problem = failure.problem();
    banner.show(
        Banner.Kind.FAILED,
        problem.what(),
        problem.remedy(),
        failure.code(),
        String.join("\n", problem.details()));
  }

  private List<Remedies.Offer> offers(RunView view, StageKind stage) {
    var model = StageModel.of(view, stage);
    var actions =
        model
            .trouble()
            .map(ProblemBanner::actions)
            .or(() -> model.stopped().map(Problem::actions))
            .orElse(List.of());
    return Remedies.of(view, actions, context.model().runs());
  }

  /** Buttons stay the same while what they do does: one may be under the hand. */
  private void offer(List<Remedies.Offer> offers) {
    if (!offers.equals(offered)) {
      offered = offers;
      banner.offer(offers.stream().flatMap(this::acts).toList());
    }
  }

  private Stream<Button> acts(Remedies.Offer offer) {
    var on = offer.action().on();
    return switch (offer.action().kind()) {
      case FROM -> Stream.of(act(Texts.of("act.from", Texts.of("page." + on)), () -> from(on)));
      case UNDO -> Stream.of(act(Texts.of("act.undo"), this::undo));
      case OTHER_RUN -> others(offer.other());
      case RESUME, CONFIRM, AGAIN, LEAVE_OUT, HANDED_OVER, REPAIR -> Stream.empty();
    };
  }

  private Stream<Button> others(RunLine line) {
    return Stream.of(
        act(
            Texts.of("act.open", line.run(), line.plan().name()),
            () -> context.files().show(line.run(), context.following()::open)),
        act(Texts.of("act.cleanup", line.run(), line.plan().name()), () -> cleanUp(line)));
  }

  private void from(String stage) {
    var opened = context.model().view().get().opened();
    context.following().begin();
    context.service().from(opened.run(), opened.cloud(), StageKind.of(stage));
  }

  private void undo() {
    var opened = context.model().view().get().opened();
    context.following().begin();
    context.service().undo(opened.run(), opened.cloud());
  }

  private Button act(String text, Runnable act) {
    var button = new Button(text);
    button.disableProperty().bind(context.model().running());
    button.setOnAction(event -> act.run());
    return button;
  }

  /** The engine lists what that run made, and asks for its phrase. */
  private void cleanUp(RunLine line) {
    context.following().begin();
    Playbooks.of(line.plan())
        .one(Role.CLEANS)
        .ifPresent(stage -> context.service().from(line.run(), line.cloud(), stage));
  }

  private void opening(String notice) {
    if (bar.isIndeterminate()) {
      pace.setText(notice);
    }
  }

  /** A sandbox is opened and filled, or the cloud is asked: it can take half a minute. */
  private boolean isBetweenStages(RunView view) {
    var model = context.model();
    return model.running().get()
        && model.question().get() == null
        && (view == null
            || view.stages().stream().noneMatch(stage -> stage.state() == State.RUNNING));
  }

  private void show(StageModel stage, StageKind kind) {
    var state = context.model().state(kind);
    badge.show("state", state);
    progress.setVisible(state == State.RUNNING && page(kind) != Stage.Page.JOB);
    bar.setProgress(stage.share());
    pace.setText(
        Texts.of("pace.done", stage.done(), stage.all())
            + stage
                .pace()
                .map(p -> Texts.of("pace.rest", p.perMinute(), Spans.range(p.least(), p.most())))
                .orElse(""));
    warn(stage, kind);
  }

  private void warn(StageModel stage, StageKind kind) {
    var trouble = stage.trouble();
    var still = trouble.flatMap(what -> still(kind));
    if (still.isPresent()) {
      show(trouble.get(), still.get());
      return;
    }
    trouble.ifPresentOrElse(
        this::show,
        () -> {
          // Once it is resumed, nobody is to resume it.
          if (stage.stopped().isPresent() && !handed(kind) && !context.model().running().get()) {
            var stopped = stage.stopped().get();
            banner.show(
                Banner.Kind.INFO,
                stopped.what(),
                stopped.remedy(),
                "",
                String.join("\n", stopped.details()));
          } else if (context.model().state(kind) == State.UNKNOWN) {
            banner.show(Banner.Kind.WARNING, Texts.of("todo.unknown"));
          } else if (Texts.BUNDLE.containsKey(kind.id() + ".warning")
              && (stage.state() == State.WAITING || stage.state() == State.RUNNING)) {
            banner.show(Banner.Kind.WARNING, Texts.of(kind.id() + ".warning"));
          } else {
            banner.clear();
          }
        });
  }

  /** What is left of a refusal to copy, where the operator decided about cells since. */
  private Optional<StillOpen> still(StageKind kind) {
    var view = context.model().view().get();
    return Playbooks.any(kind).role() == Stage.Role.VALIDATES && !context.model().running().get()
        ? Optional.of(StillOpen.of(view)).filter(StillOpen::isDecided)
        : Optional.empty();
  }

  private void show(ProblemBanner trouble, StillOpen still) {
    if (still.cells() == 0) {
      banner.show(
          Banner.Kind.INFO, Texts.of("still.none", still.accepted(), still.left(), still.again()));
    } else {
      banner.show(
          Banner.Kind.FAILED,
          Texts.of("still.some", still.cells(), still.accepted(), still.left(), still.again()),
          Texts.of("todo.validate.refused"),
          trouble.code(),
          trouble.details());
    }
  }

  private Stage.Page page(StageKind kind) {
    return context.model().view().get().playbook().stage(kind).page();
  }

  /** The landing's own page says in full what was handed over. */
  private boolean handed(StageKind kind) {
    return page(kind) == Stage.Page.LANDING
        && HandOverModel.isHandedOver(context.model().view().get());
  }

  private void show(ProblemBanner trouble) {
    banner.show(
        trouble.state() == State.UNKNOWN ? Banner.Kind.WARNING : Banner.Kind.FAILED,
        trouble.sentence(),
        trouble.action(),
        trouble.code(),
        trouble.details());
  }
}
