package dev.backfill.ui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsJson;
import dev.backfill.check.CountsSql;
import dev.backfill.check.TypeDays;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.ExceedBudget;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.confirm.TakeOver;
import dev.backfill.fact.Fact;
import dev.backfill.fact.ScopeSeen;
import dev.backfill.fact.Sent;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Journals made for the tests of the window: any stage in any state, with names as long as real
 * ones.
 */
final class Canned {
  static final String PLAN =
      """
name: founding-types-2020-04-14
reason: copy_deduplicate failed on too many duplicates (bug 1630336); every type that was affected
days: { first: 2020-04-14, last: 2020-04-14 }
documents:
  - telemetry/main/4
  - telemetry/core/10
  - telemetry/event/4
  - telemetry/first-shutdown/4
  - telemetry/saved-session/4
  - telemetry/new-profile/4
  - telemetry/update/4
  - telemetry/modules/4
  - telemetry/health/4
  - telemetry/crash/4
  - telemetry/optout/4
  - telemetry/focus-event/1
  - telemetry/mobile-event/1
  - telemetry/mobile-metrics/1
  - telemetry/untrustedModules/4
  - telemetry/third-party-modules/4
  - telemetry/prio/4
  - telemetry/anonymous/4
  - activity-stream/events/1
  - activity-stream/impression-stats/1
  - activity-stream/spoc-fills/1
  - messaging-system/undesired-events/1
  - messaging-system/whats-new-panel/1
  - org-mozilla-fenix/baseline/1
  - org-mozilla-fenix/metrics/1
  - org-mozilla-firefox-beta/installation/1
  - org-mozilla-vrbrowser/session/1
  - eng-workflow/hgpush/1
  - firefox-installer/install/1
  - webpagetest/webpagetest-run/1
  - default-browser-agent/default-browser-agent-measurements/1
source: { project: moz-fx-data-shared-prod }
target: { project: moz-fx-data-backfill-14, location: US }
schemas: gs://moz-fx-data-prod-dataflow/schemas/202004150152_0d9902a.tar.gz
dataflow: { region: us-central1, workers: { initial: 5, max: 1000 }, machine: n1-standard-2 }
finalize: { mode: overwrite, backup: false, by: self }
""";

  /** Several days, and names as long as they may be. */
  static final String DAYS =
      PLAN.replace("last: 2020-04-14", "last: 2020-04-17")
          .replaceAll(
              "(?s)documents:.*?source:",
              "documents: [ telemetry/main/4,"
                  + " default-browser-agent/default-browser-agent-measurements/1,"
                  + " org-mozilla-firefox-beta/installation/1 ]\nsource:")
          .replace("founding-types-2020-04-14", "founding-types-of-the-four-days-from-2020-04-14")
          .replace("moz-fx-data-shared-prod }", "moz-fx-data-shared-production1 }")
          .replace("moz-fx-data-backfill-14", "moz-fx-data-backfill-of-april1");

  private static final Instant BEGUN = Instant.parse("2020-04-15T03:00:00Z");
  private static final String JOB = "2020-04-14_20_31_07-11472093587210046713";

  private final List<Entry> entries = new ArrayList<>();
  private final Plan plan;
  private final Random random = new Random(7);
  private Instant now = BEGUN;

  private Canned() {
    this(PLAN);
  }

  private Canned(String yaml) {
    plan = plan(yaml);
    entries.add(new Entry.Opened(now, "r200415030000", "0.1.0", "a sandbox", yaml));
  }

  /** A run in which the stages before one are done, and that one is in a state. */
  static RunView run(StageKind at, State state) {
    return RunView.of(upTo(at, state).entries);
  }

  /** The same, and then an earlier stage once more. */
  static RunView run(StageKind at, State state, StageKind again, State now) {
    var canned = upTo(at, state);
    canned.stage(again, now);
    return RunView.of(canned.entries);
  }

  /** The same over several days, with the longest names that a plan may have. */
  static RunView days(StageKind at, State state) {
    return RunView.of(upTo(new Canned(DAYS), at, state).entries);
  }

  /** A validation that has counted some cells, all of which pass. */
  static RunView passing(int cells) {
    var canned = upTo(StageKind.DECODE, State.DONE);
    canned.start(StageKind.VALIDATE, RunView.WHOLE, null);
    canned.subjects(StageKind.VALIDATE).stream()
        .limit(cells)
        .forEach(subject -> canned.step(StageKind.VALIDATE, subject, State.DONE));
    return RunView.of(canned.entries);
  }

  /** Validated, with what the queries' jobs told. */
  static RunView asked() {
    var canned = upTo(StageKind.VALIDATE, State.DONE);
    var ran = new Sent.Ran("backfill-read-1", 4_000_000, 2_000, 1_000);
    var live = new Sent.Statement("count live", "SELECT 1", 4_000_000, Optional.of(ran));
    canned
        .subjects(StageKind.VALIDATE)
        .forEach(
            cell ->
                canned.entries.add(
                    new Entry.Observed(
                        canned.now, StageKind.VALIDATE, new Sent(cell, List.of(live)))));
    return RunView.of(canned.entries);
  }

  /** A refused validation, of which the operator left one cell out since. */
  static RunView leavingOut(Cell cell) {
    var canned = upTo(StageKind.VALIDATE, State.REFUSED);
    canned.entries.add(new Entry.LeftOut(canned.now, cell.key(), "its payloads are lost"));
    return RunView.of(canned.entries);
  }

  private static Canned upTo(StageKind at, State state) {
    return upTo(new Canned(), at, state);
  }

  private static Canned upTo(Canned canned, StageKind at, State state) {
    for (var kind : Playbooks.DEFAULT.kinds()) {
      if (Playbooks.DEFAULT.isBefore(kind, at)) {
        canned.stage(kind, State.DONE);
      }
    }
    canned.stage(at, state);
    return canned;
  }

  /** A run in which one cell is left out, one has nothing to do, and one is wanted once more. */
  static RunView choices() {
    var canned = new Canned();
    for (var kind : Playbooks.DEFAULT.kinds()) {
      if (Playbooks.DEFAULT.isBefore(kind, StageKind.VALIDATE)) {
        canned.stage(kind, State.DONE);
      }
    }
    canned.stage(StageKind.VALIDATE, State.REFUSED);
    var cells = canned.plan.cells();
    var left = cells.get(0);
    canned.entries.add(
        new Entry.LeftOut(canned.now, left.key(), "its payloads are lost (bug 1630336)"));
    canned.entries.add(new Entry.Again(canned.now, cells.get(2).key()));
    canned.observe(StageKind.VALIDATE, "counts", CountsJson.write(none(cells.get(1))));
    return RunView.of(canned.entries);
  }

  private static Counts none(Cell cell) {
    return new Counts(
        cell,
        side(0),
        side(0),
        side(0),
        side(0),
        side(0),
        Optional.of(0L),
        Optional.of(new Sets(0, 0, List.of(), List.of())),
        Optional.of(0L),
        Optional.of(List.of()));
  }

  /** A scope of rejected documents of two types over the plan's days, done or not. */
  static RunView rejected(State state) {
    var yaml =
        BackfillApp.firstPlan(PlaybookId.REPROCESS)
            .replace("last: 2020-04-16", "last: 2020-04-25")
            .replace("[ telemetry/main/4 ]", "[ telemetry/main/4, telemetry/event/4 ]");
    var canned = new Canned(yaml);
    canned.entries.set(
        0, new Entry.Opened(BEGUN, "r200415030000", "0.1.0", "a sandbox", yaml, 1, "reprocess"));
    canned.start(StageKind.SCOPE, RunView.WHOLE, null);
    for (var type : canned.plan.documents()) {
      var subject = "rejected documents of " + type;
      canned.start(StageKind.SCOPE, subject, null);
      if (state != State.FAILED) {
        canned.entries.add(new Entry.Observed(canned.now, StageKind.SCOPE, seen(type.toString())));
      }
      canned.end(StageKind.SCOPE, subject, canned.result(StageKind.SCOPE, subject, state));
    }
    canned.end(
        StageKind.SCOPE, RunView.WHOLE, canned.result(StageKind.SCOPE, RunView.WHOLE, state));
    return RunView.of(canned.entries);
  }

  private static ScopeSeen seen(String type) {
    var random = new Random(type.length());
    var days = new ArrayList<ScopeSeen.Day>();
    for (var day = 12; day < 28; day++) {
      var caught = day == 18 ? 0 : 20 + random.nextInt(4000);
      var planned = day >= 14 && day <= 25;
      days.add(
          new ScopeSeen.Day(
              LocalDate.of(2020, 4, day), planned, caught, caught + random.nextInt(700)));
    }
    var schema = "org.everit.json.schema.ValidationException";
    return new ScopeSeen(
        type,
        days,
        List.of(
            new ScopeSeen.Group(
                "ParsePayload",
                schema,
                "#/environment/addons/theme/id: expected maxLength: #, actual: #",
                18_204),
            new ScopeSeen.Group(
                "ParsePayload", schema, "#/payload/info/sessionId: expected maxLength: #", 311)),
        List.of(
            new ScopeSeen.Group(
                "ParsePayload",
                "com.mozilla.telemetry.util.SchemaNotFoundException",
                "No schema for " + type,
                1911),
            new ScopeSeen.Group(
                "ParseUri", "java.lang.IllegalArgumentException", "unknown uri", 4)));
  }

  /** A run that handed its copies over, and whether others have made them since. */
  static RunView handedOver(boolean executed) {
    var canned = new Canned(PLAN.replace("by: self", "by: hand-over"));
    for (var kind : Playbooks.DEFAULT.kinds()) {
      if (Playbooks.DEFAULT.isBefore(kind, StageKind.FINALIZE)) {
        canned.stage(kind, State.DONE);
      }
    }
    canned.packet();
    if (executed) {
      canned.stage(StageKind.FINALIZE, State.DONE);
    } else {
      canned.start(StageKind.FINALIZE, RunView.WHOLE, null);
      canned.end(
          StageKind.FINALIZE,
          RunView.WHOLE,
          StepResult.Stopped.of(
              Problem.of(
                      "Handed over until 2126-04-22T03:00:00Z.",
                      "When its commands were executed, resume with its digest 84cff8d76e7b7838.")
                  .with(Action.handedOver("84cff8d76e7b7838"))));
    }
    return RunView.of(canned.entries);
  }

  private void packet() {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "file",
                "/home/operator/.local/share/backfill-console/runs/r200415030000/hand-over-84cff8d76e7b7838.json")
            .put("digest", "84cff8d76e7b7838")
            .put("expires", "2126-04-22T03:00:00Z");
    var commands = node.putArray("commands");
    plan.cells()
        .forEach(
            cell ->
                commands.add(
                    "bq --project_id='%s' --location='US' --job_id='r200415030000-finalize-1' cp -f '%s' '%s'"
                        .formatted(
                            plan.targetProject(),
                            plan.backfill(cell.type()).partition(cell.day()),
                            plan.stable(cell.type()).partition(cell.day()))));
    observe(StageKind.FINALIZE, "packet", node);
  }

  /** A run from its beginning to its end. */
  static RunView whole() {
    var canned = new Canned();
    for (var kind : Playbooks.DEFAULT.kinds()) {
      canned.stage(kind, State.DONE);
    }
    canned.entries.add(new Entry.Closed(canned.now, "done"));
    return RunView.of(canned.entries);
  }

  /** The question that finalize asks about every partition of the plan. */
  static ConfirmationRequest<ReplacePartition> question() {
    var plan = plan(PLAN);
    var random = new Random(7);
    return new ConfirmationRequest<>(
        plan.sourceProject(),
        plan.cells().stream()
            .map(
                cell ->
                    new ReplacePartition(
                        plan.backfill(cell.type()).partition(cell.day()),
                        plan.stable(cell.type()).partition(cell.day()),
                        40_000_000L + random.nextInt(80_000_000),
                        print(plan.backfill(cell.type()).name().toString(), 0),
                        print(
                            plan.stable(cell.type()).name().toString(),
                            random.nextInt(40_000_000))))
            .toList());
  }

  /** The question of cleanup, about what the run made. */
  static ConfirmationRequest<DeleteInventory> deletion() {
    return deletion(Scope.RUN);
  }

  /** The question of cleanup, about everything in the project. */
  static ConfirmationRequest<DeleteInventory> deletionOfEverything() {
    return deletion(Scope.EVERYTHING);
  }

  private static ConfirmationRequest<DeleteInventory> deletion(Scope scope) {
    var plan = plan(PLAN);
    var random = new Random(7);
    var tables = new ArrayList<DeleteInventory.TableLine>();
    var datasets = new ArrayList<DeleteInventory.DatasetLine>();
    for (var type : plan.documents()) {
      for (var table : List.of(plan.staged(type), plan.backfill(type))) {
        tables.add(line(table.name(), TableKind.TABLE, random, Group.RUN));
      }
    }
    tables.stream()
        .map(table -> table.name().datasetName())
        .distinct()
        .forEach(name -> datasets.add(line(name, Group.RUN, "")));
    if (scope == Scope.EVERYTHING) {
      var other = new DatasetName(plan.targetProject(), "telemetry_derived");
      var holder = "held by run r200413110000 on ann-laptop, since 2020-04-13T11:00:00Z (2 d ago)";
      datasets.add(line(other, Group.OTHERS, holder));
      tables.add(line(other.table("clients_daily_v6"), TableKind.TABLE, random, Group.OTHERS));
      tables.add(line(other.table("clients_daily"), TableKind.VIEW, random, Group.OTHERS));
    }
    var bucket =
        new DeleteInventory.BucketLine(
            plan.targetProject() + "-r200415030000",
            1,
            Duration.ofDays(7),
            Optional.of(BEGUN),
            Optional.of(BEGUN.plusSeconds(7200)),
            List.of(new DeleteInventory.ObjectLine("templates/a.avro", 1, 48_112_004_113L)),
            Group.RUN,
            "");
    return new ConfirmationRequest<>(
        plan.targetProject(),
        List.of(
            new DeleteInventory(
                plan.targetProject(), "r200415030000", scope, datasets, tables, List.of(bucket))));
  }

  private static DeleteInventory.DatasetLine line(DatasetName name, Group group, String note) {
    return new DeleteInventory.DatasetLine(name, "etag", Optional.of(BEGUN), group, note);
  }

  private static DeleteInventory.TableLine line(
      TableName name, TableKind kind, Random random, Group group) {
    return new DeleteInventory.TableLine(
        name,
        kind,
        "etag",
        kind == TableKind.TABLE ? random.nextInt(90_000_000) : 0,
        kind == TableKind.TABLE ? 1_000_000L * random.nextInt(2_000_000) : 0,
        BEGUN.plusSeconds(random.nextInt(8000)),
        group);
  }

  /** The question of mirror about rows that other runs wrote. */
  static ConfirmationRequest<EmptyTables> emptying() {
    var plan = plan(PLAN);
    var tables = new ArrayList<EmptyTables.Table>();
    for (var type : plan.documents()) {
      tables.add(
          new EmptyTables.Table(
              plan.backfill(type).name(),
              "etag",
              41_281_034,
              48_112_004_113L,
              BEGUN,
              tables.isEmpty() ? List.of() : List.of("r200413110000")));
    }
    return new ConfirmationRequest<>(
        plan.targetProject(), List.of(new EmptyTables(plan.targetProject(), tables)));
  }

  /** The question of mirror about a target that another run holds. */
  static ConfirmationRequest<TakeOver> takeOver() {
    var plan = plan(PLAN);
    var holder = new Holder("r200413110000", "ann-laptop", Optional.of(BEGUN.minusSeconds(90_000)));
    var held =
        plan.documents().stream()
            .map(type -> plan.backfill(type).name().datasetName().toString())
            .distinct()
            .map(name -> new TakeOver.Held(name, "etag", holder))
            .toList();
    return new ConfirmationRequest<>(
        plan.targetProject(), List.of(new TakeOver(plan.targetProject(), "r200415030000", held)));
  }

  /** The question of preflight about a plan's budget. */
  static ConfirmationRequest<ExceedBudget> overBudget() {
    return new ConfirmationRequest<>(
        "moz-fx-data-backfill-14",
        List.of(
            new ExceedBudget(
                "moz-fx-data-backfill-14",
                "200 USD and 6 hours",
                "37 min to 12 h 13 min, 19.34 to 312 USD, 29 to 560 vCPU hours")));
  }

  /** A run of a playbook's first plan, of which nothing has begun. */
  static RunView begun(PlaybookId playbook) {
    var yaml = BackfillApp.firstPlan(playbook);
    return RunView.of(
        List.of(new Entry.Opened(BEGUN, "r-" + playbook.id(), "0.1.0", "a sandbox", yaml)));
  }

  /** The question of an undo of one partition. */
  static ConfirmationRequest<RestorePartition> restoration() {
    var plan = plan(PLAN);
    var cell = plan.cells().get(0);
    return new ConfirmationRequest<>(
        plan.sourceProject(),
        List.of(
            new RestorePartition(
                plan.backfill(cell.type()).partition(cell.day()),
                plan.stable(cell.type()).partition(cell.day()),
                12_811_034,
                print("backup", 12_811_034),
                print(plan.stable(cell.type()).name().toString(), 41_281_034))));
  }

  private static Fingerprint print(String partition, long rows) {
    return new Fingerprint(
        partition, "etag", "", "DAY", "", "US", "", rows, 400 * rows, Optional.of(BEGUN));
  }

  static Plan plan(String yaml) {
    try {
      return PlanFile.read(yaml);
    } catch (InvalidPlan e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private void stage(StageKind kind, State state) {
    start(kind, RunView.WHOLE, null);
    if (kind == StageKind.DECODE) {
      decode(state);
    } else {
      var subjects = subjects(kind);
      for (var i = 0; i < subjects.size(); i++) {
        var last = i >= subjects.size() * 0.6;
        if (last && state == State.RUNNING) {
          start(kind, subjects.get(i), job(kind, subjects.get(i)));
          return;
        }
        step(kind, subjects.get(i), last && state != State.DONE ? state : State.DONE);
      }
      if (kind == StageKind.CLEANUP) {
        inventory();
        if (state == State.DONE) {
          listedAgain();
        }
      }
    }
    if (state != State.RUNNING) {
      end(kind, RunView.WHOLE, result(kind, RunView.WHOLE, state));
    }
  }

  private List<String> subjects(StageKind kind) {
    return Playbooks.DEFAULT.stage(kind).steps(PlannedRun.of(plan, "r200415030000")).stream()
        .map(PlannedStep::subject)
        .toList();
  }

  private void step(StageKind kind, String subject, State state) {
    start(kind, subject, job(kind, subject));
    now = now.plusMillis(700 + random.nextInt(9000));
    if (kind == StageKind.STAGE) {
      observe(
          kind,
          "staged",
          JsonNodeFactory.instance
              .objectNode()
              .put("cell", subject)
              .put("rows", 61_000_000)
              .put("bytes", 1_284_002_113_004L)
              .put("slot_millis", 81_000_000));
    }
    if (Playbooks.any(kind).page() == Stage.Page.COUNTS) {
      counts(kind, subject, state);
    }
    if (kind == StageKind.FINALIZE && state == State.DONE) {
      copied(subject);
    }
    end(kind, subject, result(kind, subject, state));
  }

  private void copied(String subject) {
    plan.cells().stream()
        .filter(c -> plan.stable(c.type()).partition(c.day()).toString().equals(subject))
        .findFirst()
        .ifPresent(cell -> copied(subject, cell));
  }

  private void copied(String subject, Cell cell) {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("cell", cell.key())
            .put("job", job(StageKind.FINALIZE, subject));
    node.putObject("after").put("rows", rows(cell));
    observe(StageKind.FINALIZE, "copied", node);
  }

  /** Production's partition as validation saw it, in the journal's form. */
  private ObjectNode prints(Cell cell, long rows) {
    var node = JsonNodeFactory.instance.objectNode().put("cell", cell.key());
    var print = node.putObject("production");
    print.put("partition", plan.stable(cell.type()).partition(cell.day()).toString());
    for (var field :
        List.of("etag", "structure", "partitioning", "clustering", "location", "encryption")) {
      print.put(field, "-");
    }
    print
        .put("rows", rows)
        .put("bytes", 2140 * rows)
        .put("modified", BEGUN.minusSeconds(3600L * (1 + random.nextInt(60))).toString());
    return node;
  }

  /** The same in every stage, as in a real run. */
  private static long rows(Cell cell) {
    return (long) Math.pow(10, 2 + 6 * new Random(cell.key().hashCode()).nextDouble());
  }

  private void start(StageKind kind, String subject, String job) {
    entries.add(new Entry.Started(now, new Step(kind, subject), 1, job));
  }

  private void end(StageKind kind, String subject, StepResult result) {
    entries.add(new Entry.Ended(now, new Step(kind, subject), 1, result));
  }

  private static String job(StageKind kind, String subject) {
    if (Playbooks.any(kind).page() == Stage.Page.JOB) {
      return "backfill-r200415030000-1";
    }
    return switch (Playbooks.any(kind).role()) {
      case MAKES_ROWS, LANDS ->
          ("r200415030000-" + kind + "-" + subject + "-1").replaceAll("[^A-Za-z0-9_-]", "-");
      case PREPARES, VALIDATES, PROVES, CLEARS, CLEANS, TELLS -> null;
    };
  }

  private StepResult result(StageKind kind, String subject, State state) {
    return switch (state) {
      case DONE -> new StepResult.Done(done(kind, subject));
      case REFUSED -> new StepResult.Refused(refused(kind, subject));
      case FAILED ->
          StepResult.Failed.of(
              "BC-1F3K9QX",
              Problem.of(
                  "BigQuery answered 403 quotaExceeded: too many table update operations for "
                      + (subject.equals(RunView.WHOLE) ? kind.id() : subject)
                      + ".",
                  "Wait an hour, then resume."));
      case STOPPED ->
          StepResult.Stopped.of(
              "Stopped by you before it began. Nothing was changed.", "Resume to go on.");
      case UNKNOWN ->
          StepResult.Unknown.of(
              "BC-0A77Z2M", Problem.of("BigQuery did not answer.", "Resume to ask again."));
      case SKIPPED -> new StepResult.Skipped(Standing.nothing(plan));
      case WAITING, RUNNING, HANDED_OVER, UNDONE ->
          throw new IllegalArgumentException(state.name());
    };
  }

  private String done(StageKind kind, String subject) {
    if (kind == StageKind.STAGE) {
      return String.format("%,d rows, 1.3 TB read", 40_000_000 + random.nextInt(9_000_000));
    }
    if (kind == StageKind.CLEANUP && subject.equals("lease")) {
      return "The target is released";
    }
    return subject.startsWith("tables")
        ? "4 tables in US"
        : SAID.getOrDefault(kind, "%s is done".formatted(subject));
  }

  private static final Map<StageKind, String> SAID =
      Map.of(
          StageKind.PREFLIGHT,
          "granted",
          StageKind.MIRROR,
          "made like production's",
          StageKind.DECODE,
          "Job " + JOB + " is done: 412 errors, 1981734002 rows",
          StageKind.VALIDATE,
          "all checks pass",
          StageKind.FINALIZE,
          "41281034 rows, in place of 12811034",
          StageKind.VERIFY,
          "n_stable = n_backfill",
          StageKind.CLEANUP,
          "14 datasets and buckets verified gone",
          StageKind.REPORT,
          "/home/operator/.local/share/backfill-console/runs/r200415030000/report.html");

  private static List<Problem> refused(StageKind kind, String subject) {
    var said = NOT.get(kind);
    return said != null
        ? List.of(
            new Problem(null, subject + said.what(), said.remedy(), said.details(), said.actions()))
        : List.of(
            Problem.said(
                subject
                    + ": BACKFILL HAS FEWER RECORDS THAN LIVE! 41281034 rows + 0 errors, 41281037"
                    + " in live"),
            Problem.said(
                subject
                    + ": BACKFILL HOLDS OTHER IDS THAN PAYLOAD_BYTES_DECODED! 3 missing (0 error"
                    + " rows), 0 extra"));
  }

  private static final Map<StageKind, Problem> NOT =
      Map.of(
          StageKind.PREFLIGHT,
          Problem.of(
              " lacks permissions: bigquery.tables.getData, dataflow.jobs.create.",
              "Ask for a role that has them."),
          StageKind.MIRROR,
          Problem.of(
                  " has another structure than production's.",
                  "Clean up the backfill project, or use another one.")
              .under(List.of("environment.addons.theme type: STRING in place of RECORD")),
          StageKind.FINALIZE,
          Problem.of(
                  " has changed since it was last read, so nothing was copied: rows: 12811034 when"
                      + " it was looked at, 12811297 now.",
                  "Find out who wrote to it, then validate and confirm again.")
              .with(Action.from("validate")));

  private void counts(StageKind kind, String subject, State state) {
    var cell = plan.cells().stream().filter(c -> c.key().equals(subject)).findFirst().orElseThrow();
    var n = rows(cell);
    var lost = state == State.DONE ? 0 : 3;
    var rows = n - lost;
    var after = kind == StageKind.VERIFY;
    var absent = state != State.DONE && random.nextInt(4) == 0;
    var counts =
        new Counts(
            cell,
            side(n),
            side(n - lost / 3),
            side(after ? rows : n / 3),
            absent ? Optional.empty() : side(rows),
            side(n),
            Optional.of(0L),
            Optional.of(new Sets(lost, 0, samples(lost), List.of())),
            Optional.of(0L),
            Optional.of(List.of()));
    observe(kind, "counts", CountsJson.write(counts));
    asked(kind, cell);
    if (kind == StageKind.VALIDATE) {
      observe(
          kind, "fingerprints", prints(cell, counts.stable().map(side -> side.rows()).orElse(0L)));
    }
    if (kind == StageKind.VALIDATE) {
      errorRows(subject);
    }
  }

  /** The queries of a count, as they were sent. */
  private void asked(StageKind kind, Cell cell) {
    var node = JsonNodeFactory.instance.objectNode().put("cell", cell.key());
    var statements = node.putArray("statements");
    statements
        .addObject()
        .put("purpose", "count payload_bytes_decoded")
        .put("sql", CountsSql.side(plan.decoded(cell.type()).name(), TypeDays.of(cell)))
        .put("bytes", 2_113_004_882L);
    statements
        .addObject()
        .put("purpose", "count backfill")
        .put("sql", CountsSql.side(plan.backfill(cell.type()).name(), TypeDays.of(cell)))
        .put("bytes", 1_884_002_113L);
    observe(kind, "sql", node);
  }

  private void errorRows(String subject) {
    var node = JsonNodeFactory.instance.objectNode().put("cell", subject);
    var groups = node.putArray("groups");
    groups
        .addObject()
        .put("error_type", "Undecodable")
        .put("message", "The payload is no JSON: unexpected end of input within an object.")
        .put("n_errors", 371);
    groups
        .addObject()
        .put("error_type", "Undecodable")
        .put("message", "The payload is above 10,000,000 bytes once inflated.")
        .put("n_errors", 41);
    observe(StageKind.VALIDATE, "error-rows", node);
  }

  private static Optional<Side> side(long rows) {
    return Optional.of(new Side(rows, rows, 0));
  }

  private static List<String> samples(int n) {
    return List.of(
            "0f3c1d6e-71a4-4c1b-9a59-1f0d1c1b2a01",
            "5be0cd19-137e-4179-a54f-f53a4f1d6b02",
            "9b05688c-2b3e-4f1d-8cd9-1f83d9abfb03")
        .subList(0, n);
  }

  private void decode(State state) {
    step(StageKind.DECODE, "bucket", State.DONE);
    start(StageKind.DECODE, "job", job(StageKind.DECODE, ""));
    jobState("PENDING");
    message(0, "BASIC", "Worker configuration: n1-standard-2 in us-central1-f.");
    jobState("RUNNING");
    var begun = now;
    var minutes = state == State.DONE ? 150 : 80;
    var rows = 0L;
    for (var minute = 0; minute <= minutes; minute++) {
      now = begun.plusSeconds(60L * minute);
      workers(minute);
      rows += minute < 14 ? 0 : 200_000L * Math.min(1000, current(minute)) / 10;
      var counters =
          JsonNodeFactory.instance
              .objectNode()
              .put("backfill/rows/telemetry/main/4", rows)
              .put("backfill/errors/telemetry/main/4", minute * 3L);
      observe(StageKind.DECODE, "counters", counters);
      if (minute % 9 == 4) {
        message(
            0,
            minute % 27 == 4 ? "WARNING" : "BASIC",
            minute % 27 == 4
                ? "Autoscaling: unable to reach resize target in zone us-central1-f."
                    + " QUOTA_EXCEEDED: Quota 'CPUS' exceeded. Limit: 2400.0 in region"
                    + " us-central1."
                : "Executing operation"
                    + " ReadStaged+DecodePayloads+WriteRows/BatchLoads/rewindowIntoGlobal/Window.Assign");
      }
    }
    if (state == State.DONE) {
      jobState("DONE");
      end(StageKind.DECODE, "job", result(StageKind.DECODE, "job", State.DONE));
    } else if (state != State.RUNNING) {
      message(
          1,
          "ERROR",
          "Workflow failed. Causes: S12:ReadStaged+DecodePayloads failed., The job failed because a"
              + " work item has failed 4 times. Root cause: java.lang.OutOfMemoryError: Java heap"
              + " space");
      jobState("FAILED");
      end(
          StageKind.DECODE,
          "job",
          StepResult.Failed.of(
              "BC-7XQ21ZR",
              Problem.of(
                  "Job " + JOB + " ended FAILED: a work item failed 4 times (out of memory).",
                  "Split the plan by day or choose a larger machine, then resume: the tables are"
                      + " emptied and another job starts.")));
    }
  }

  private static long current(int minute) {
    if (minute < 4) {
      return minute == 0 ? 0 : 5;
    }
    if (minute < 40) {
      return Math.min(1000, 5 + (minute - 4) * 30L);
    }
    return minute < 105 ? 1000 : Math.max(20, 1000 - (minute - 105) * 40L);
  }

  private void workers(int minute) {
    var target = minute < 6 ? 5 : minute < 105 ? 1000 : Math.max(20, 1000 - (minute - 105) * 60L);
    observe(
        StageKind.DECODE,
        "workers",
        JsonNodeFactory.instance
            .objectNode()
            .put("time", now.toString())
            .put("current", current(minute))
            .put("target", target)
            .put(
                "text",
                minute < 40
                    ? "Autoscaling: raised the number of workers to 1000 so that the pipeline can"
                        + " catch up with its backlog."
                    : "Autoscaling: the number of workers follows the remaining work."));
  }

  private void jobState(String state) {
    observe(
        StageKind.DECODE,
        "state",
        JsonNodeFactory.instance
            .objectNode()
            .put("job", JOB)
            .put("state", state)
            .put("since", now.toString())
            .put("simulated_workers", true));
  }

  private void message(int seconds, String importance, String text) {
    now = now.plusSeconds(seconds);
    observe(
        StageKind.DECODE,
        "messages",
        JsonNodeFactory.instance
            .objectNode()
            .put("time", now.toString())
            .put("importance", importance)
            .put("text", text));
  }

  private void inventory() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("digest", "1a2b3c4d").put("phrase", plan.targetProject());
    node.put("phrase_everything", "everything in " + plan.targetProject() + " 1a2b3c4d");
    var tables = node.putArray("tables");
    plan.cells().stream()
        .map(Cell::type)
        .forEach(
            type -> {
              table(tables.addObject(), plan.staged(type).toString());
              table(tables.addObject(), plan.backfill(type).toString());
            });
    var datasets = node.putArray("datasets");
    var others = plan.targetProject() + ":telemetry_derived";
    tables
        .addObject()
        .put("name", others + ".clients_daily")
        .put("kind", "view")
        .put("group", "others");
    datasets
        .addObject()
        .put("name", others)
        .put("created", now.minusSeconds(90_000).toString())
        .put("group", "others")
        .put(
            "note",
            "held by run r200413110000 on ann-laptop, since 2020-04-13T11:00:00Z (2 d ago)");
    node.putArray("buckets")
        .addObject()
        .put("name", plan.targetProject() + "-r200415030000")
        .put("objects", 1204)
        .put("bytes", 48_112_004_113L)
        .put("modified", now.minusSeconds(9000).toString());
    node.putArray("left")
        .addObject()
        .put("name", "gs://moz-fx-data-prod-dataflow")
        .put("why", "the plan takes its schemas from it");
    observe(StageKind.CLEANUP, "inventory", node);
  }

  private void listedAgain() {
    var node = JsonNodeFactory.instance.objectNode().put("scope", "run");
    node.putArray("left");
    node.putArray("present").add(plan.targetProject() + ":telemetry_derived");
    observe(StageKind.CLEANUP, "listed-again", node);
  }

  private void table(ObjectNode node, String name) {
    node.put("name", name)
        .put("rows", random.nextInt(90_000_000))
        .put("bytes", 1_000_000L * random.nextInt(2_000_000))
        .put("modified", now.minusSeconds(random.nextInt(8000)).toString());
  }

  private void observe(
      StageKind stage, String topic, com.fasterxml.jackson.databind.JsonNode value) {
    entries.add(new Entry.Observed(now, stage, Fact.read(topic, value)));
  }
}
