package dev.backfill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.confirm.Operator;
import dev.backfill.google.CloudProfile;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Budget;
import dev.backfill.plan.Credentials;
import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.Reprocess;
import dev.backfill.plan.Task;
import dev.backfill.run.Decision;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A small backfill of two days on a sandbox, kept as it stood before each stage, so that a stage
 * can be tried again and again in copies.
 */
final class Stand {
  static final String RUN = "r1";
  static final Plan PLAN =
      new Plan(
          "matrix",
          "a test",
          new Days(LocalDate.of(2020, 4, 14), LocalDate.of(2020, 4, 15)),
          List.of(DocumentType.parse("telemetry/core/10")),
          FillOptions.SOURCE,
          "moz-fx-data-backfill-14",
          "US",
          Optional.of("gs://schemas/a.tar.gz"),
          new Plan.Dataflow("us-central1", 2, 4, "n1-standard-2", false, Plan.Read.EXPORT),
          new Plan.Finalize(true, Plan.By.SELF),
          new Task.Replay(),
          Optional.empty(),
          Credentials.DEFAULT,
          Budget.NONE);

  /** Rejected documents of the same type and days, which are added, and whose error rows go. */
  static final Plan REPROCESS =
      of(
          new Reprocess(
              Optional.empty(),
              List.of("%expected maxLength: 100%"),
              Optional.of("ParsePayload"),
              Optional.empty(),
              0,
              List.of(),
              Optional.empty(),
              Reprocess.After.DELETE,
              List.of()));

  /** Rows of the same type and days that hold a path, and are dropped. */
  static final Plan REWRITE = of(FillOptions.REWRITE);

  private static final String KEPT_PLAN = "plan.yaml";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Plan plan;
  private final Map<StageKind, Path> before = new HashMap<>();
  private final Map<StageKind, Integer> entries = new HashMap<>();
  private final Map<StageKind, List<String>> production = new HashMap<>();
  private final List<String> dump;
  private int copies;

  /** Runs the whole backfill once, stage by stage. */
  Stand(Path folder) throws IOException {
    this(folder, StageKind.REPORT);
  }

  /** Runs the backfill once, to the end of a stage: what comes later has no copy. */
  Stand(Path folder, StageKind last) throws IOException {
    this(folder, PLAN, last);
  }

  /** The same of another plan, for the same type and days. */
  Stand(Path folder, Plan plan, StageKind last) throws IOException {
    this.folder = folder;
    this.plan = plan;
    var live = folder.resolve("live");
    try (var sandbox = Sandbox.start(live, 0)) {
      sandbox.fill(
          plan.sourceProject(),
          new GeneratedDocuments(new Generator(1, 0.1), plan.documents(), plan.days().list(), 20),
          SeedArchive.of(Optional.empty()),
          PLAN.schemas().orElseThrow(),
          FillOptions.state(plan.task().playbook()));
    }
    Files.writeString(live.resolve(KEPT_PLAN), PlanFile.write(plan));
    for (var kind : Playbooks.of(plan).kinds()) {
      before.put(kind, copy(live, folder.resolve("before-" + kind)));
      entries.put(kind, journal(live).size());
      if (Playbooks.of(plan).isBefore(last, kind)) {
        break;
      }
      try (var sandbox = Sandbox.start(live, 0)) {
        var outcome = run(live, sandbox, null, kind, agrees());
        if (outcome != Outcome.DONE) {
          throw new IllegalStateException(kind + " ended " + outcome);
        }
      }
    }
    try (var sandbox = Sandbox.start(live, 0)) {
      dump = dump(sandbox);
    }
  }

  private static Plan of(Task task) {
    return new Plan(
        PLAN.name(),
        PLAN.reason(),
        PLAN.days(),
        PLAN.documents(),
        PLAN.sourceProject(),
        PLAN.targetProject(),
        PLAN.location(),
        task.playbook().has("schemas") ? PLAN.schemas() : Optional.empty(),
        PLAN.dataflow(),
        new Plan.Finalize(task.playbook().mode(), true, Plan.By.SELF, false),
        task,
        Optional.empty(),
        Credentials.DEFAULT,
        Budget.NONE);
  }

  /** The plan of the run in a folder that was copied from a stand. */
  static Plan plan(Path where) throws IOException {
    try {
      return PlanFile.read(Files.readString(where.resolve(KEPT_PLAN)));
    } catch (InvalidPlan e) {
      throw new IOException(where + " keeps no plan that can be read", e);
    }
  }

  Plan plan() {
    return plan;
  }

  /** Everything that the whole backfill left behind. */
  List<String> dump() {
    return dump;
  }

  int entries() {
    return journal(folder.resolve("live")).size();
  }

  List<dev.backfill.journal.Entry> journal() {
    return journal(folder.resolve("live"));
  }

  /** How many entries the journal had before a stage. */
  int entriesBefore(StageKind kind) {
    return entries.get(kind);
  }

  /** A new copy of what was there before a stage. */
  Path before(StageKind kind) throws IOException {
    return copy(before.get(kind), folder.resolve("copy-" + ++copies));
  }

  /** What was there before the entry of this number, from 1, at the beginning of its stage. */
  Path beforeEntry(int number) throws IOException {
    return before(stageOf(number));
  }

  StageKind stageOf(int number) {
    var found = Playbooks.of(plan).kinds().get(0);
    for (var kind : Playbooks.of(plan).kinds()) {
      found = entries.getOrDefault(kind, Integer.MAX_VALUE) < number ? kind : found;
    }
    return found;
  }

  static Operator agrees() {
    return request -> request.phrases();
  }

  Outcome run(Path where, Sandbox sandbox, StageKind from, StageKind until, Operator operator)
      throws IOException {
    return headless(where, sandbox, operator, new Faults(List.of(), 0, () -> {}))
        .run(plan, from, until);
  }

  static HeadlessRun headless(Path where, Sandbox sandbox, Operator operator, Faults faults) {
    return headless(where, sandbox, operator, faults, List.of());
  }

  static HeadlessRun headless(
      Path where, Sandbox sandbox, Operator operator, Faults faults, List<Decision> decisions) {
    var out = new ByteArrayOutputStream();
    return new HeadlessRun(
            new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out)),
            runFolder(where),
            runFolder(where),
            CloudProfile.sandbox(sandbox.endpoint()),
            operator)
        .with(faults)
        .after(decisions);
  }

  static Path runFolder(Path where) {
    return where.resolve("runs").resolve(RUN);
  }

  static List<dev.backfill.journal.Entry> journal(Path where) {
    return Files.exists(runFolder(where).resolve("journal.jsonl"))
        ? Journal.read(runFolder(where))
        : List.of();
  }

  /** A line for every table's structure, every row and every object, in order. */
  static List<String> dump(Sandbox sandbox) throws IOException {
    var lines = new ArrayList<String>();
    for (var project : List.of(PLAN.sourceProject(), PLAN.targetProject())) {
      var datasets = "/bigquery/v2/projects/" + project + "/datasets";
      for (var dataset : get(sandbox, datasets).path("datasets")) {
        var tables =
            datasets + "/" + dataset.at("/datasetReference/datasetId").asText() + "/tables";
        for (var table : get(sandbox, tables).path("tables")) {
          table(sandbox, tables + "/" + table.at("/tableReference/tableId").asText(), lines);
        }
      }
      var buckets = "/storage/v1/b";
      for (var bucket : get(sandbox, buckets + "?project=" + project).path("items")) {
        var objects = buckets + "/" + bucket.path("name").asText() + "/o";
        for (var object : get(sandbox, objects).path("items")) {
          lines.add(objects + "/" + object.path("name").asText() + " " + object.path("md5Hash"));
        }
      }
    }
    return lines;
  }

  /** The lines about production alone. */
  static List<String> production(Sandbox sandbox) throws IOException {
    return dump(sandbox).stream()
        .filter(line -> line.contains("/projects/" + PLAN.sourceProject()))
        .toList();
  }

  /** What production held before a stage. */
  List<String> productionBefore(StageKind kind) throws IOException {
    if (!production.containsKey(kind)) {
      var where = before(kind);
      try (var sandbox = Sandbox.start(where, 0)) {
        production.put(kind, production(sandbox));
      }
      remove(where);
    }
    return production.get(kind);
  }

  private static void table(Sandbox sandbox, String path, List<String> lines) throws IOException {
    var table = get(sandbox, path);
    lines.add(
        path
            + " "
            + table.path("schema")
            + table.path("timePartitioning")
            + table.path("clustering"));
    var rows = new TreeSet<String>();
    var number = 0;
    for (var page = ""; page != null; ) {
      var answer = get(sandbox, path + "/data" + (page.isEmpty() ? "" : "?pageToken=" + page));
      for (var row : answer.path("rows")) {
        rows.add(path + " row " + row);
        number++;
      }
      page = answer.path("pageToken").asText(null);
    }
    lines.addAll(rows);
    lines.add(path + " has " + number + " rows");
  }

  /** What one end has that another has not. */
  static List<String> difference(List<String> wanted, List<String> dump) {
    var lost = new TreeSet<>(wanted);
    lost.removeAll(dump);
    var more = new TreeSet<>(dump);
    more.removeAll(wanted);
    return lost.isEmpty() && more.isEmpty()
        ? List.of()
        : List.of("another end: without " + first(lost) + ", with " + first(more));
  }

  /**
   * What is not as it should be where someone else deleted a row of production meanwhile: that one
   * may be gone, and no row is there twice.
   */
  static List<String> differenceByOthers(List<String> wanted, List<String> dump) {
    var lost = rows(wanted);
    lost.removeAll(rows(dump));
    var more = rows(dump);
    more.removeAll(rows(wanted));
    var wrong = new ArrayList<String>();
    if (lost.size() > 1 || more.size() > 1) {
      wrong.add("another end: without " + first(lost) + ", with " + first(more));
    }
    var numbers = dump.stream().filter(line -> line.endsWith(" rows"));
    var all = numbers.mapToLong(line -> Long.parseLong(line.split(" has ")[1].split(" ")[0])).sum();
    if (all != rows(dump).size()) {
      wrong.add("of " + all + " rows some are there twice");
    }
    return wrong;
  }

  private static Set<String> rows(List<String> dump) {
    return dump.stream()
        .filter(line -> line.contains(" row {"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String first(Set<String> lines) {
    return lines.size() + " lines " + lines.stream().limit(2).toList();
  }

  /** What the first stage says that is neither done nor waiting. */
  static String text(Path where) {
    var view = RunView.of(Journal.read(runFolder(where)));
    return view.stages().stream()
        .filter(stage -> stage.state() != State.DONE && stage.state() != State.WAITING)
        .map(stage -> stage.kind() + " " + stage.state() + ": " + stage.text())
        .findFirst()
        .orElse("");
  }

  /** How often each table or partition was written by a job of the console's own, and decoded. */
  static Map<String, Integer> jobs(Sandbox sandbox) throws IOException {
    var written = new TreeMap<String, Integer>();
    var path =
        "/bigquery/v2/projects/" + PLAN.targetProject() + "/jobs?maxResults=10000&projection=full";
    for (var job : get(sandbox, path).path("jobs")) {
      var id = job.at("/jobReference/jobId").asText();
      var failed = job.at("/status/errorResult").isObject();
      if (id.startsWith(RUN + "-") && !failed) {
        for (var kind : List.of("query", "copy")) {
          var to = job.at("/configuration/" + kind + "/destinationTable");
          if (to.isObject()) {
            // A statement that deletes names its table too, once for each cell.
            var deletes = job.at("/statistics/query/statementType").asText().equals("DELETE");
            var what = deletes ? " " + job.at("/configuration/query/query").asText() : "";
            written.merge(kind + " " + to + what, 1, Integer::sum);
          }
        }
      }
    }
    var flow =
        "/v1b3/projects/"
            + PLAN.targetProject()
            + "/locations/"
            + PLAN.dataflow().region()
            + "/jobs";
    get(sandbox, flow).path("jobs").forEach(job -> written.merge("decode", 1, Integer::sum));
    return written;
  }

  static JsonNode get(Sandbox sandbox, String path) throws IOException {
    return JSON.readTree(send(sandbox, path, HttpRequest.Builder::GET));
  }

  /** Deletes as someone else would. */
  static void delete(Sandbox sandbox, String path) throws IOException {
    send(sandbox, path, HttpRequest.Builder::DELETE);
  }

  private static String send(
      Sandbox sandbox, String path, UnaryOperator<HttpRequest.Builder> method) throws IOException {
    try {
      var uri = URI.create(sandbox.endpoint() + path);
      var request = method.apply(HttpRequest.newBuilder(uri)).build();
      return HTTP.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Waits for what another process does. */
  static boolean soon(Supplier<Boolean> what) throws InterruptedException {
    for (var i = 0; i < 600; i++) {
      if (what.get()) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }
}
