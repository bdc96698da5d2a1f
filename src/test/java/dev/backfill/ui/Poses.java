package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import dev.backfill.landing.Packets;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlaybookId;
import dev.backfill.problem.Problem;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.survey.Estimates;
import dev.backfill.survey.Rates;
import dev.backfill.ui.model.LastReading;
import dev.backfill.ui.model.PlanFindings;
import dev.backfill.ui.model.RunLine;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SingleSelectionModel;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

/** States of the window, and how to put it into each. */
final class Poses {
  private static final Runnable NOTHING = () -> {};

  private static final Supplier<Packet> HANDED = Packets.once();
  private static final Supplier<Packet> REWRITTEN = Packets.rewritten();

  private static final String TEMPLATE =
      BackfillApp.firstPlan(PlaybookId.REPROCESS)
              .replace("error_type: ParsePayload", "error_type: ParsePayload\n  after: delete")
          + """
          decode:
            by: template
            template: gs://moz-fx-data-prod-dataflow/templates/decoder.json
            parameters:
              inputType: bigquery_table
              input: "${input}"
              output: "${output}"
              errorOutput: "${errors}"
              schemasLocation: "${schemas}"
          validate: { null_shares: [ metadata.geo.country ] }
          """;

  private final RunModel model;
  private final Window window;
  private Function<Plan, Cloud> asked = plan -> new FakeCloud(plan).mirrored().cloud("a sandbox");
  private Runnable later = NOTHING;
  private Supplier<Instant> clock = Instant::now;

  Poses(RunModel model, Window window) {
    this.model = model;
    this.window = window;
  }

  /** A state of the window and its name in the pictures' file names. */
  record Pose(String page, String name, Runnable strike) {}

  /** The cloud that the window asks in the pose. */
  Cloud cloud(Plan plan) {
    return asked.apply(plan);
  }

  /** What time it is in the pose. */
  Instant now() {
    return clock.get();
  }

  /** What the pose has to do once it was laid out; empty for most. */
  Optional<Runnable> later() {
    return later == NOTHING ? Optional.empty() : Optional.of(later);
  }

  /** Puts the window into a state; what the one before left is taken back. */
  void strike(Pose pose) {
    later = NOTHING;
    clock = Instant::now;
    model.question().set(null);
    model.wider().set(null);
    model.ask().set(null);
    model.reading().set(LastReading.NONE);
    ((ToggleButton) window.scene().lookup("#showlog")).setSelected(false);
    model.running().set(false);
    model.cloud().set("");
    model.who().set("ann on ann-laptop");
    model.notice().set("");
    pose.strike().run();
    window.following().choose(pose.page());
  }

  /** Every stage of one run. */
  List<Pose> of(RunView view) {
    return view.playbook().kinds().stream()
        .map(kind -> new Pose(kind.id(), "run", () -> show(view)))
        .toList();
  }

  /** Every page in every state. */
  List<Pose> all() {
    var poses = new ArrayList<Pose>();
    poses.add(new Pose(Pages.HOME, "empty", this::nothing));
    poses.add(new Pose(Pages.HOME, "runs", this::runs));
    poses.add(new Pose(Pages.PLAN, "valid", this::nothing));
    poses.add(
        new Pose(Pages.PLAN, "rewrite", () -> plan(BackfillApp.firstPlan(PlaybookId.REWRITE))));
    poses.add(new Pose("scope", "empty", this::nothing));
    poses.add(
        new Pose(Pages.PLAN, "reprocess", () -> plan(BackfillApp.firstPlan(PlaybookId.REPROCESS))));
    poses.add(new Pose(Pages.PLAN, "template", this::template));
    poses.add(new Pose(Pages.PLAN, "template-preview", this::templatePreview));
    poses.add(new Pose("scope", "rejected", () -> show(Canned.rejected(State.DONE))));
    poses.add(new Pose("scope", "rejected-failed", () -> show(Canned.rejected(State.FAILED))));
    poses.add(new Pose(Pages.PLAN, "huge", () -> plan(Canned.PLAN)));
    poses.add(new Pose(Pages.PLAN, "failed", () -> plan(BROKEN)));
    jobs(poses);
    grids(poses);
    for (var kind : Playbooks.DEFAULT.kinds()) {
      poses.add(new Pose(kind.id(), "empty", this::nothing));
      poses.add(new Pose(kind.id(), "running", () -> show(kind, State.RUNNING)));
      poses.add(new Pose(kind.id(), "done", () -> model.view().set(Canned.whole())));
      poses.add(new Pose(kind.id(), "failed", () -> show(kind, bad(kind))));
    }
    poses.add(new Pose("finalize", "confirming", this::ask));
    poses.add(new Pose("finalize", "handed", () -> show(Canned.handedOver(false))));
    poses.add(new Pose("finalize", "settled", () -> show(Canned.handedOver(true))));
    poses.add(new Pose("finalize", "undoing", () -> ask("finalize", Canned.restoration())));
    poses.add(new Pose("cleanup", "confirming", () -> ask("cleanup", Canned.deletion())));
    poses.add(new Pose("cleanup", "choosing", this::choosing));
    poses.add(new Pose("cleanup", "everything", this::everything));
    poses.add(new Pose("preflight", "budget", () -> ask("preflight", Canned.overBudget())));
    poses.add(new Pose("mirror", "emptying", () -> ask("mirror", Canned.emptying())));
    poses.add(new Pose("mirror", "taking", () -> ask("mirror", Canned.takeOver())));
    poses.add(new Pose(Pages.PLAN, "preview", () -> planTab(1)));
    poses.add(new Pose(Pages.PLAN, "project", () -> planTab(2)));
    poses.add(new Pose(Pages.PLAN, "asked", this::askedProject));
    for (var kind : List.of(StageKind.VALIDATE, StageKind.FINALIZE, StageKind.VERIFY)) {
      poses.add(new Pose(kind.id(), "days", () -> show(Canned.days(kind, bad(kind)))));
    }
    poses.add(new Pose("finalize", "chosen", this::chosen));
    poses.add(new Pose(Pages.PLAN, "previewed", this::previewed));
    poses.add(new Pose(Pages.PLAN, "estimated", this::estimated));
    poses.add(new Pose("validate", "accepting", this::accepting));
    poses.add(new Pose("validate", "choices", () -> show(Canned.choices())));
    poses.add(new Pose("validate", "leftout", this::leftOut));
    poses.add(new Pose("validate", "leaving", () -> fire("#leaveOut")));
    poses.add(new Pose("decode", "cancelling", () -> asking("cancel", "cancel.text")));
    poses.add(new Pose("decode", "closing", () -> asking("close", "close.google")));
    poses.add(new Pose("decode", "stale", this::stale));
    poses.add(new Pose("decode", "pointed", this::pointed));
    poses.add(new Pose("decode", "log", this::log));
    poses.add(new Pose(Pages.PACKET, "empty", () -> packet(null, null)));
    poses.add(new Pose(Pages.PACKET, "open", () -> packet(packet(), null)));
    poses.add(new Pose(Pages.PACKET, "hazards", () -> packet(REWRITTEN.get(), null)));
    poses.add(new Pose(Pages.PACKET, "done", () -> packet(packet(), copied(packet()))));
    poses.add(new Pose(Pages.PACKET, "failed", () -> packet(packet(), drifted())));
    var tabs = List.of("samples", "hours", "channels", "errors", "sql");
    for (var tab : tabs) {
      poses.add(new Pose("validate", tab, () -> cell(tabs.indexOf(tab) + 1)));
    }
    poses.add(new Pose("verify", "unanswered", this::unanswered));
    return poses;
  }

  /** Decode jobs of one, nine and three hundred types. */
  private void jobs(List<Pose> poses) {
    for (var types : List.of(1, 9, 300)) {
      var made = "job-" + types + "-";
      poses.add(new Pose("decode", made + "running", () -> job(CannedJob.running(types, 30))));
      poses.add(new Pose("decode", made + "loading", () -> job(CannedJob.running(types, 66))));
      poses.add(new Pose("decode", made + "stalled", () -> job(CannedJob.stalled(types))));
      poses.add(new Pose("decode", made + "failed", () -> show(CannedJob.failed(types).view())));
      poses.add(new Pose("decode", made + "done", () -> show(CannedJob.done(types).view())));
    }
    poses.add(new Pose("decode", "job-9-queued", () -> job(CannedJob.queued(9))));
  }

  /** Grids of few, many and all cells. */
  private void grids(List<Pose> poses) {
    for (var size : List.of(List.of(2, 2), List.of(12, 107), List.of(300, 31))) {
      var made = "grid-" + size.get(0) + "x" + size.get(1);
      var counted = CannedMatrix.counted(size.get(0), size.get(1));
      poses.add(
          new Pose(
              "validate",
              made,
              () -> {
                show(counted.view());
                // Thousands of cells are read on another thread: laid out once more.
                later = () -> {};
              }));
      poses.add(
          new Pose(
              "validate",
              made + "-large",
              () -> {
                show(counted.view());
                later = () -> button("Larger squares").setSelected(true);
              }));
      poses.add(
          new Pose(
              "finalize", made, () -> show(CannedMatrix.landing(size.get(0), size.get(1)).view())));
    }
  }

  private ToggleButton button(String text) {
    return window.scene().getRoot().lookupAll(".toggle-button").stream()
        .map(ToggleButton.class::cast)
        .filter(one -> text.equals(one.getText()) && one.isVisible())
        .findFirst()
        .orElseThrow();
  }

  /** A job that somebody watches, at the time of the newest report. */
  private void job(CannedJob job) {
    clock = job::now;
    model.running().set(true);
    show(job.view());
  }

  private static State bad(StageKind kind) {
    return switch (Playbooks.any(kind).role()) {
      case PREPARES, VALIDATES, LANDS, PROVES, CLEARS -> State.REFUSED;
      case MAKES_ROWS, CLEANS, TELLS -> State.FAILED;
    };
  }

  private static final String BROKEN =
      """
      name: Main dedupe
      reason: copy_deduplicate failed
      days: { first: 2020-04-14, last: 2020-04-13 }
      documents: [ telemetry/main/4, main_v4 ]
      source: { project: moz-fx-data-shared-prod }
      target: { projekt: moz-fx-data-backfill-14 }
      schemas: gs://moz-fx-data-prod-dataflow
      dataflow: { workers: { initial: 50, max: 10 } }
      """;

  private void nothing() {
    model.view().set(null);
    model.runs().clear();
    plan(BackfillApp.firstPlan());
  }

  private void plan(String yaml) {
    window.plan().text().set(yaml);
  }

  private void runs() {
    model
        .runs()
        .setAll(
            RunLine.of(Canned.run(StageKind.DECODE, State.RUNNING)),
            RunLine.of(Canned.run(StageKind.VALIDATE, State.REFUSED)),
            RunLine.of(Canned.run(StageKind.STAGE, State.STOPPED)),
            RunLine.of(Canned.whole()));
  }

  private void show(StageKind kind, State state) {
    model.running().set(state == State.RUNNING);
    show(Canned.run(kind, state));
  }

  private void ask(String page, ConfirmationRequest<?> question) {
    show(StageKind.of(page), page.equals("cleanup") ? State.RUNNING : State.DONE);
    model.running().set(true);
    model.question().set(question);
  }

  private void choosing() {
    model.wider().set(Canned.deletionOfEverything());
    ask("cleanup", Canned.deletion());
  }

  private void everything() {
    choosing();
    later = () -> ((CheckBox) window.scene().lookup("#wider")).fire();
  }

  private void planTab(int tab) {
    nothing();
    model.asked().set(null);
    later = () -> tabs().select(tab);
  }

  private void previewed() {
    plan(Canned.DAYS);
    later =
        () -> {
          tabs().select(1);
          var calls = (TableView<?>) window.scene().lookup("#calls");
          calls.getSelectionModel().select(30);
        };
  }

  private void template() {
    plan(TEMPLATE);
    later = () -> ((ScrollPane) window.scene().lookup("#formPlace")).setVvalue(0.4);
  }

  private void templatePreview() {
    plan(TEMPLATE);
    later = () -> tabs().select(1);
  }

  private void chosen() {
    show(Canned.days(StageKind.VERIFY, State.DONE));
    later = () -> ((TableView<?>) window.scene().lookup("#rows")).getSelectionModel().select(3);
  }

  private void askedProject() {
    var plan = Canned.plan(Canned.PLAN);
    plan(Canned.PLAN);
    var rows = new HashMap<String, Long>();
    var bytes = new HashMap<String, Long>();
    for (var cell : plan.cells()) {
      rows.put(cell.key(), 61_000_000L - 1000L * cell.key().length());
      bytes.put(cell.key(), 1_284_002_113_004L);
    }
    var types = plan.documents().stream().map(Object::toString).toList();
    var estimate =
        new Estimates(Rates.OF_PROGRAM, false)
            .assumed(plan, Playbooks.of(plan).efforts(), "Nothing was asked.");
    model.asked().set(new PlanFindings(plan, types, rows, bytes, Optional.of(estimate)));
    later = () -> tabs().select(2);
  }

  private void estimated() {
    askedProject();
    later = () -> tabs().select(1);
  }

  private void accepting() {
    fire("#accept");
  }

  private void fire(String button) {
    show(StageKind.VALIDATE, State.REFUSED);
    later = () -> ((Button) window.scene().lookup(button)).fire();
  }

  private void leftOut() {
    show(Canned.choices());
    later = () -> ((TableView<?>) window.scene().lookup("#counts")).getSelectionModel().select(0);
  }

  private void asking(String key, String text) {
    show(StageKind.DECODE, State.RUNNING);
    var job = "2020-04-14_20_31_07-11472093587210046713";
    model.ask().set(new WindowQuestion(key, Texts.of(text, job), false, reason -> {}));
  }

  private void stale() {
    show(StageKind.DECODE, State.RUNNING);
    var now = java.time.Instant.now();
    model.reading().set(LastReading.NONE.then(now.minusSeconds(190), true).then(now, false));
  }

  /** Over the chart, by keyboard. */
  private void pointed() {
    show(StageKind.DECODE, State.RUNNING);
    later =
        () -> {
          var chart =
              (WorkerChart) ((StackPane) window.scene().lookup("#chartPlace")).getChildren().get(1);
          for (var i = 0; i < 30; i++) {
            chart.fireEvent(
                new KeyEvent(
                    KeyEvent.KEY_PRESSED, "", "", KeyCode.RIGHT, false, false, false, false));
          }
        };
  }

  private void log() {
    show(StageKind.DECODE, State.FAILED);
    model.log().clear();
    for (var i = 0; i < 40; i++) {
      model.say("decode: Job 2020-04-14_20_31_07-11472093587210046713 is RUNNING");
    }
    model.say("An unexpected error. Look for BC-7XQ21ZR in the log, and resume the run.");
    later = () -> ((ToggleButton) window.scene().lookup("#showlog")).setSelected(true);
  }

  private SingleSelectionModel<Tab> tabs() {
    return ((TabPane) window.scene().lookup("#tabs")).getSelectionModel();
  }

  private void packet(Packet packet, PacketExecution.Result result) {
    model.view().set(null);
    model.executed().set(null);
    model.packet().set(packet);
    model.executed().set(result);
  }

  /** The packet that a run on the cloud in memory wrote. */
  private static Packet packet() {
    return HANDED.get();
  }

  private static PacketExecution.Result copied(Packet packet) {
    return new PacketExecution.Result(
        packet.items().stream().map(item -> new CopyDone(item.job(), item.rows())).toList(),
        List.of());
  }

  private static PacketExecution.Result drifted() {
    return new PacketExecution.Result(
        List.of(),
        List.of(
            Problem.of(
                "moz-fx-data-shared-prod:telemetry_stable.main_v4$20200414 has changed since it was"
                    + " last read, so nothing was copied: rows: 12811034 when it was looked at,"
                    + " 12811297 now.",
                "Find out who wrote to it, then validate and confirm again.")));
  }

  private void cell(int tab) {
    asked = plan -> new FakeCloud(plan).mirrored().cloud("a sandbox");
    show(StageKind.VALIDATE, State.REFUSED);
    later = () -> tabs().select(tab);
  }

  private void unanswered() {
    cell(2);
    show(StageKind.VERIFY, State.REFUSED);
    asked =
        plan -> {
          throw new CloudException(
              CloudException.Kind.UNAVAILABLE,
              Problem.of(
                  "BigQuery did not answer within 30 s.", "Check the network, then ask again."),
              null);
        };
  }

  private void show(RunView view) {
    model.cloud().set(view.opened().cloud());
    model.view().set(view);
  }

  private void ask() {
    show(StageKind.FINALIZE, State.RUNNING);
    model.question().set(Canned.question());
  }
}
