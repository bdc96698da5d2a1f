package dev.backfill.ui.model;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A plan while it is edited: its text and its fields, each of which edits the other. */
public final class PlanModel {
  /** The path of the list of document types. */
  public static final String DOCUMENTS = "documents";

  /** The path of the list of days, where the plan names single ones. */
  public static final String DAYS = "days";

  /** The path of the job's labels, whose keys are the operator's. */
  public static final String LABELS = "dataflow.labels";

  /** The path of the patterns that the messages of rejected documents must match. */
  public static final String MESSAGES = "errors.messages";

  /** The path of what is to be run downstream, for people. */
  public static final String DOWNSTREAM = "downstream";

  /** The path of what a template is launched with; its keys are the template's own. */
  public static final String PARAMETERS = "decode.parameters";

  private static final List<String> LISTS =
      List.of(
          DOCUMENTS,
          DAYS,
          "dataflow.service_options",
          "dataflow.experiments",
          MESSAGES,
          "validate.null_shares",
          DOWNSTREAM);

  private static final List<String> PAIRS = List.of(LABELS, PARAMETERS);

  // Their entries may hold spaces and commas.
  private static final Set<String> BY_LINE = Set.of(DOCUMENTS, MESSAGES, DOWNSTREAM, PARAMETERS);

  /** The paths of the single values, in the form's order. */
  public static final List<String> FIELDS =
      List.of(
          "playbook",
          "name",
          "reason",
          "days.first",
          "days.last",
          "source.project",
          "target.project",
          "target.location",
          "schemas",
          "credentials.impersonate",
          "credentials.service_account_file",
          "budget.usd",
          "budget.hours",
          "stage.slices",
          "dataflow.region",
          "dataflow.machine",
          "dataflow.workers.initial",
          "dataflow.workers.max",
          "dataflow.read",
          "dataflow.public_ips",
          "dataflow.service_account",
          "dataflow.network",
          "dataflow.subnetwork",
          "dataflow.kms_key",
          "dataflow.disk_gb",
          "dataflow.staging_location",
          "dataflow.upload_buffer_mb",
          "dataflow.flexrs",
          "errors.table",
          "errors.error_type",
          "errors.exception_class",
          "errors.after",
          "decode.by",
          "decode.template",
          "deduplicate.later_days",
          "rewrite.mode",
          "rewrite.query_sql",
          "rewrite.affected_sql",
          "finalize.backup",
          "finalize.backup_days",
          "finalize.keep_backup",
          "finalize.by");

  /** The paths of the values that have several lines. */
  private static final List<String> TEXTS = List.of("rewrite.query_sql", "rewrite.affected_sql");

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final StringProperty text = new SimpleStringProperty("");
  private final Map<String, StringProperty> fields = new LinkedHashMap<>();
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ObjectProperty<Plan> plan = new SimpleObjectProperty<>();
  private final BooleanProperty valid = new SimpleBooleanProperty();
  private final BooleanProperty parses = new SimpleBooleanProperty();
  private boolean reading;
  private String begun = "";

  public PlanModel(String first) {
    FIELDS.forEach(this::makeField);
    LISTS.forEach(this::makeField);
    PAIRS.forEach(this::makeField);
    text.addListener((property, before, now) -> read(now));
    if (!first.isEmpty()) {
      text.set(first);
    }
  }

  /** Begins a draft with a text that stands somewhere else too. */
  public void begin(String yaml) {
    begun = yaml;
    text.set(yaml);
  }

  /** The draft stands in a file now. */
  public void saved() {
    begun = text.get();
  }

  /** Whether the draft holds what the operator wrote, and that stands nowhere else. */
  public boolean isWritten() {
    return !text.get().equals(begun) && !text.get().isBlank();
  }

  private void makeField(String path) {
    var field = new SimpleStringProperty("");
    field.addListener((property, before, now) -> write(path, now));
    fields.put(path, field);
  }

  public StringProperty text() {
    return text;
  }

  /**
   * A field's text; the lists of documents and of messages have one on each line, other lists
   * commas between them. Labels and parameters are {@code key=value}, with commas between them or
   * one on each line. Empty when it is not given.
   */
  public StringProperty field(String path) {
    return fields.get(path);
  }

  public ObservableList<Problem> problems() {
    return problems;
  }

  /** The plan; null while it has problems. */
  public ReadOnlyObjectProperty<Plan> plan() {
    return plan;
  }

  public ReadOnlyBooleanProperty valid() {
    return valid;
  }

  /** The playbook that the draft names; that of plans that name none where it names none. */
  public PlaybookId playbook() {
    return PlaybookId.find(field("playbook").get()).orElse(PlaybookId.REPLAY);
  }

  /** Whether the fields can be edited; a text that is not YAML must be mended first. */
  public ReadOnlyBooleanProperty parses() {
    return parses;
  }

  /** What is wrong with a field, and what to do; empty when nothing is. */
  public String problemOf(String path) {
    return problems.stream()
        .filter(problem -> isOf(problem, path))
        .map(problem -> problem.what() + "; " + problem.remedy())
        .collect(Collectors.joining("\n"));
  }

  /** The lines of the text that have a problem; the first is 1. */
  public Set<Integer> lines() {
    return problems.stream()
        .flatMapToInt(problem -> line(problem).stream())
        .boxed()
        .collect(Collectors.toSet());
  }

  /** The line that a problem is in, or where what lacks would stand; empty where there is none. */
  public OptionalInt line(Problem problem) {
    var named = LINE.matcher(problem.field());
    return named.matches()
        ? OptionalInt.of(Integer.parseInt(named.group(1)))
        : new YamlText(text.get()).line(problem.field());
  }

  private static boolean isOf(Problem problem, String path) {
    var field = problem.field();
    return field.equals(path)
        || field.startsWith(path + "[")
        || PAIRS.contains(path) && field.startsWith(path + ".")
        || path.equals(MESSAGES) && field.equals("errors");
  }

  private void read(String yaml) {
    check(yaml);
    var tree = new YamlText(yaml);
    parses.set(tree.parses());
    if (tree.parses()) {
      reading = true;
      var scalars = tree.scalars();
      FIELDS.forEach(path -> readField(path, scalars.getOrDefault(path, "")));
      LISTS.forEach(path -> readList(path, tree.list(path)));
      PAIRS.forEach(path -> readList(path, tree.pairs(path)));
      reading = false;
    }
  }

  private void readField(String path, String value) {
    var field = fields.get(path);
    // The last line is in the middle of being typed: a text ends without a break.
    if (!TEXTS.contains(path) || !field.get().strip().equals(value.strip())) {
      field.set(value);
    }
  }

  private void readList(String path, List<String> values) {
    var field = fields.get(path);
    // What is in the middle of being typed stays as it is.
    if (!items(path, field.get()).equals(values)) {
      field.set(String.join(BY_LINE.contains(path) ? "\n" : ", ", values));
    }
  }

  private void check(String yaml) {
    try {
      var read = PlanFile.read(yaml);
      // The rule by which preflight would refuse it.
      var refused = TargetRule.DEFAULT.problem(read.targetProject());
      plan.set(refused.isEmpty() ? read : null);
      problems.setAll(
          refused.stream()
              .map(why -> Problem.ofField("target.project", why.what(), why.remedy()))
              .toList());
    } catch (InvalidPlan e) {
      plan.set(null);
      problems.setAll(e.problems());
    }
    valid.set(problems.isEmpty());
  }

  private void write(String path, String value) {
    if (reading || !parses.get()) {
      return;
    }
    var tree = new YamlText(text.get());
    if (PAIRS.contains(path)) {
      text.set(tree.withPairs(path, items(path, value)));
    } else if (TEXTS.contains(path)) {
      text.set(tree.withLines(path, value.strip()));
    } else {
      text.set(LISTS.contains(path) ? tree.with(path, items(path, value)) : tree.with(path, value));
    }
  }

  private static List<String> items(String path, String text) {
    return Arrays.stream(text.split(BY_LINE.contains(path) ? "\\R" : "[,\\s]+"))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
