package dev.backfill.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.problem.Problem;
import dev.backfill.text.Visible;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Checks one plan's tree against the plan file's form and gathers every problem. */
final class PlanChecker {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]+");
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*");
  private static final Pattern MACHINE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");

  /** A bucket's name, of 222 characters at most, and the slash after it. */
  static final String IN_BUCKET = "gs://[a-z0-9][a-z0-9._-]{0,221}/";

  private static final Pattern SCHEMAS = Pattern.compile(IN_BUCKET + "[^\\p{Cntrl}]+\\.tar\\.gz");

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  // More dollars or hours than any run takes; a slip of some zeros is caught.
  private static final BigDecimal MOST_AMOUNT = BigDecimal.valueOf(1_000_000);

  // Quota: a job reads at most 4,000 partitions at once.
  private static final int MOST_DAYS = 4000;

  // Ten years: longer than anyone waits, and far below what a table's expiration can hold.
  private static final int MOST_BACKUP_DAYS = 3650;

  // Dataflow's own limit on workers of one job.
  private static final int MOST_WORKERS = 4000;

  private final JsonNode root;
  private final PlanFiles files;
  private final List<Problem> problems = new ArrayList<>();

  PlanChecker(JsonNode root, PlanFiles files) {
    this.root = root;
    this.files = files;
  }

  Plan plan() throws InvalidPlan {
    if (!root.isObject()) {
      throw new InvalidPlan(
          List.of(Problem.ofField("plan", "is not a mapping", "start with 'name: …'")));
    }
    var playbook = playbook();
    checkKeys("", (ObjectNode) root, playbook);
    var plan = read(playbook.orElse(PlaybookId.REPLAY));
    if (!problems.isEmpty()) {
      throw new InvalidPlan(problems);
    }
    return plan;
  }

  private Plan read(PlaybookId playbook) {
    var source = project("source.project");
    var target = project("target.project");
    if (source != null && source.equals(target)) {
      problem("target.project", "is the source project", "name a backfill project");
    }
    var location =
        matching("target.location", LOCATION, "a location such as US or us-central1", "US");
    var flow = dataflow();
    var documents = documents();
    if (location != null && flow.region() != null) {
      Places.apart(location, flow.region()).ifPresent(problems::add);
    }
    return new Plan(
        matching("name", NAME, "lower-case letters, digits and dashes", null),
        text("reason", null),
        days(),
        documents,
        source,
        target,
        location,
        schemas(),
        flow,
        finish(playbook),
        task(playbook, documents),
        slices(),
        credentials(),
        new Budget(amount("budget.usd"), amount("budget.hours")));
  }

  /**
   * A project by its id. By a number production could be named as a target that no rule about ids
   * recognises.
   */
  private String project(String field) {
    var written = at(field).asText("").strip();
    if (NUMBER.matcher(written).matches()) {
      problem(
          field,
          "'" + written + "' is a project's number",
          "write its id, as gcloud projects describe " + written + " says it (projectId)");
      return null;
    }
    return matching(field, PROJECT, "a project id", null);
  }

  /** What kind of run is asked for; empty, and a problem, where the word is none. */
  private Optional<PlaybookId> playbook() {
    var text = text("playbook", PlaybookId.REPLAY.id());
    var found = PlaybookId.find(text);
    if (found.isEmpty()) {
      problem(
          "playbook",
          "'" + text + "' is no playbook that this version has",
          "write " + String.join(" or ", PlaybookId.ids()));
    }
    return found;
  }

  private Task task(PlaybookId playbook, List<DocumentType> documents) {
    return switch (playbook) {
      case REPLAY -> new Task.Replay();
      case REWRITE -> new RewriteChecker(this, files).rewrite();
      case REPROCESS -> new ReprocessChecker(this, documents).task();
    };
  }

  private Credentials credentials() {
    return new Credentials(
        given("credentials.service_account_file")
            ? Optional.ofNullable(text("credentials.service_account_file", null))
            : Optional.empty(),
        given("credentials.impersonate")
            ? Optional.ofNullable(
                matching(
                    "credentials.impersonate",
                    WorkerSetupChecker.ACCOUNT,
                    "a service account, name@project.iam.gserviceaccount.com",
                    null))
            : Optional.empty());
  }

  /** A positive number of what a run may take. */
  private Optional<BigDecimal> amount(String field) {
    if (!given(field)) {
      return Optional.empty();
    }
    var node = at(field);
    var number = node.isValueNode() ? decimal(node.asText()) : null;
    if (number == null || number.signum() <= 0 || number.compareTo(MOST_AMOUNT) > 0) {
      problem(field, "'" + node.asText() + "' is not an amount", "write a number above 0");
      return Optional.empty();
    }
    return Optional.of(number);
  }

  private static BigDecimal decimal(String text) {
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  boolean given(String field) {
    var node = at(field);
    return !node.isMissingNode()
        && !node.isNull()
        && !(node.isTextual() && node.asText().isBlank())
        && !(node.isObject() && node.isEmpty());
  }

  private Optional<Integer> slices() {
    var node = at("stage.slices");
    if (node.isMissingNode() || node.isNull() || node.asText().isBlank()) {
      return Optional.empty();
    }
    if (!node.canConvertToInt() || !Plan.SLICES.contains(node.asInt())) {
      problem(
          "stage.slices",
          "'" + node.asText() + "' does not cut a day into equal parts of whole hours",
          "write one of " + Plan.SLICES.toString().replaceAll("[\\[\\]]", ""));
      return Optional.empty();
    }
    return Optional.of(node.asInt());
  }

  /** The days from a first to a last one, or those of a list. */
  private Days days() {
    return at("days").isArray() ? listed() : stretch();
  }

  private Days listed() {
    var node = at("days");
    if (node.isEmpty()) {
      problem("days", "is empty", "list days, or write { first: …, last: … }");
      return null;
    }
    if (node.size() > MOST_DAYS) {
      problem("days", "more than " + MOST_DAYS + " days", "split the plan");
      return null;
    }
    Set<LocalDate> found = new LinkedHashSet<>();
    for (var i = 0; i < node.size(); i++) {
      var field = "days[" + i + "]";
      var day = parsed(field, node.get(i).asText().strip());
      if (day != null && !found.add(day)) {
        problem(field, day + " stands there twice", "remove one");
      }
    }
    return found.isEmpty() ? null : new Days(List.copyOf(found));
  }

  private Days stretch() {
    var first = day("days.first");
    var last = day("days.last");
    if (first == null || last == null) {
      return null;
    }
    if (last.isBefore(first)) {
      problem("days.last", last + " is before " + first, "swap them, or mend one");
      return null;
    }
    if (first.plusDays(MOST_DAYS).isBefore(last)) {
      problem("days", "more than " + MOST_DAYS + " days", "split the plan");
      return null;
    }
    return new Days(first, last);
  }

  private LocalDate day(String field) {
    var text = text(field, null);
    return text == null ? null : parsed(field, text);
  }

  private LocalDate parsed(String field, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      problem(field, "'" + text + "' is not a day", "write YYYY-MM-DD");
      return null;
    }
  }

  private List<DocumentType> documents() {
    var node = at("documents");
    if (!node.isArray() || node.isEmpty()) {
      problem("documents", "is missing or empty", "list namespace/type/version entries");
      return List.of();
    }
    Set<DocumentType> found = new LinkedHashSet<>();
    for (var i = 0; i < node.size(); i++) {
      document("documents[" + i + "]", node.get(i), found);
    }
    return List.copyOf(found);
  }

  private void document(String field, JsonNode node, Set<DocumentType> found) {
    try {
      if (!found.add(DocumentType.parse(node.asText()))) {
        problem(field, node.asText() + " stands there twice", "remove one");
      }
    } catch (IllegalArgumentException e) {
      problem(field, e.getMessage(), "mend it");
    }
  }

  private Optional<String> schemas() {
    var node = at("schemas");
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.ofNullable(matching("schemas", SCHEMAS, "gs://bucket/….tar.gz", null));
  }

  private Plan.Dataflow dataflow() {
    var initial = number("dataflow.workers.initial", 5);
    var max = number("dataflow.workers.max", 1000);
    if (max < initial) {
      problem("dataflow.workers.max", max + " is below initial " + initial, "raise it");
    }
    choice("dataflow.write", "file_loads", Map.of("file_loads", true));
    var region = matching("dataflow.region", REGION, "a region such as us-central1", "us-central1");
    return new Plan.Dataflow(
        region,
        initial,
        max,
        matching("dataflow.machine", MACHINE, "a machine type", "n1-standard-2"),
        flag("dataflow.public_ips", false),
        choice(
            "dataflow.read",
            "direct",
            Map.of("direct", Plan.Read.DIRECT, "export", Plan.Read.EXPORT)),
        new WorkerSetupChecker(this, region).setup());
  }

  private Plan.Finalize finish(PlaybookId playbook) {
    var mode = playbook.mode();
    return new Plan.Finalize(
        choice("finalize.mode", mode.id(), Map.of(mode.id(), mode)),
        flag("finalize.backup", true),
        choice("finalize.by", "self", Map.of("self", Plan.By.SELF, "hand-over", Plan.By.HAND_OVER)),
        flag("finalize.keep_backup", false),
        backupDays());
  }

  private Optional<Integer> backupDays() {
    var node = at("finalize.backup_days");
    if (!given("finalize.backup_days")) {
      return Optional.empty();
    }
    if (!node.canConvertToInt() || node.asInt() < 1 || node.asInt() > MOST_BACKUP_DAYS) {
      problem(
          "finalize.backup_days",
          "'" + node.asText() + "' is not a number of days",
          "write 1 to " + MOST_BACKUP_DAYS);
      return Optional.empty();
    }
    if (!at("finalize.backup").asBoolean(true)) {
      problem(
          "finalize.backup_days",
          "there is no backup that could expire",
          "write backup: true, or take this out");
    }
    return Optional.of(node.asInt());
  }

  /** Takes out what is of another playbook, after it was named: it is not checked any further. */
  private void checkKeys(String path, ObjectNode node, Optional<PlaybookId> playbook) {
    var known = PlanKeys.in(path, playbook);
    for (var key : names(node)) {
      var full = path.isEmpty() ? key : path + "." + key;
      if (known.contains(key)) {
        checkSection(full, node.get(key), playbook);
      } else if (PlanKeys.has(full)) {
        problem(full, PlanKeys.isOthers(full, playbook.orElseThrow()), PlanKeys.remedy(full));
        node.remove(key);
      } else {
        problem(full, "unknown key", "did you mean '" + nearest(key, known) + "'?");
      }
    }
  }

  private static List<String> names(ObjectNode node) {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void checkSection(String path, JsonNode node, Optional<PlaybookId> playbook) {
    if (!PlanKeys.isSection(path) || path.equals("days") && node.isArray()) {
      return;
    }
    if (node instanceof ObjectNode section) {
      checkKeys(path, section, playbook);
    } else {
      problem(
          path,
          "is not a mapping",
          "give it the keys " + String.join(", ", PlanKeys.in(path, playbook)));
    }
  }

  static String nearest(String key, List<String> known) {
    Function<String, Integer> distance =
        other -> LevenshteinDistance.getDefaultInstance().apply(key, other);
    return known.stream().min(java.util.Comparator.comparing(distance)).orElseThrow();
  }

  String matching(String field, Pattern form, String wanted, String otherwise) {
    var text = text(field, otherwise);
    if (text != null && !form.matcher(text).matches()) {
      problem(field, "'" + text + "' is not " + wanted, "mend it");
      return null;
    }
    return text;
  }

  String text(String field, String otherwise) {
    var node = at(field);
    if (node.isMissingNode() || node.isNull()) {
      if (otherwise == null) {
        problem(field, "is missing", "add it");
      }
      return otherwise;
    }
    if (!node.isValueNode() || node.asText().isBlank()) {
      problem(field, "is not a text", "write one value");
      return otherwise;
    }
    return line(field, node.asText().strip(), otherwise);
  }

  /** A text of several lines is one of one line; what acts on a screen has no place in a plan. */
  String line(String field, String text, String otherwise) {
    var line = text.replaceAll("\\s*\\R\\s*", " ");
    var shown = Visible.line(line);
    if (!shown.equals(line)) {
      problem(field, "'" + shown + "' holds what cannot be seen", "take it out");
      return otherwise;
    }
    return line;
  }

  private int number(String field, int otherwise) {
    var node = at(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.canConvertToInt() || node.asInt() < 1 || node.asInt() > MOST_WORKERS) {
      problem(
          field,
          "'" + node.asText() + "' is not a number of workers",
          "write 1 to " + MOST_WORKERS);
      return otherwise;
    }
    return node.asInt();
  }

  boolean flag(String field, boolean otherwise) {
    var node = at(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      problem(field, "'" + node.asText() + "' is neither true nor false", "write one of them");
    }
    return node.asBoolean(otherwise);
  }

  <T> T choice(String field, String otherwise, Map<String, T> choices) {
    var text = text(field, otherwise);
    if (!choices.containsKey(text)) {
      var offered = String.join(" or ", new java.util.TreeSet<>(choices.keySet()));
      problem(field, "'" + text + "' is not offered", "write " + offered);
      return choices.get(otherwise);
    }
    return choices.get(text);
  }

  JsonNode at(String field) {
    return root.at("/" + field.replace('.', '/'));
  }

  void problem(String field, String what, String remedy) {
    problems.add(Problem.ofField(field, what, remedy));
  }
}
