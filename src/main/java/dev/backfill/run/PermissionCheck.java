package dev.backfill.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.cloud.Permissions;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks ahead for every permission that a stage of the run needs. Each is granted, missing or
 * unknown: what a project does not grant may still be granted on a dataset, which cannot be asked.
 */
final class PermissionCheck {
  /** The topic of a permission: on what, which, for which stages, its state. */
  static final String PERMISSION = "permission";

  /** What is known of a permission. */
  enum Grant {
    GRANTED,
    MISSING,
    UNKNOWN
  }

  private static final Set<String> PROJECT_WIDE =
      Set.of("bigquery.jobs.create", "bigquery.datasets.create", "bigquery.readsessions.create");

  private final Steps steps;
  private final Plan plan;
  private final Permissions permissions;

  PermissionCheck(Steps steps) {
    this.steps = steps;
    this.plan = steps.plan();
    this.permissions = steps.cloud().permissions();
  }

  StepResult source() {
    var needed = new TreeMap<String, String>();
    need(needed, "mirror", "bigquery.datasets.get", "bigquery.tables.get", "bigquery.tables.list");
    need(needed, "stage, validate", "bigquery.tables.getData");
    if (plan.finish().by() == Plan.By.SELF) {
      need(
          needed,
          "finalize",
          "bigquery.tables.create",
          "bigquery.tables.update",
          "bigquery.tables.updateData");
    }
    var tables = plan.documents().stream().map(type -> plan.stable(type).name()).toList();
    return ask(plan.sourceProject(), needed, tables);
  }

  StepResult target() {
    var needed = new TreeMap<String, String>();
    need(
        needed,
        "mirror",
        "bigquery.datasets.create",
        "bigquery.tables.create",
        "storage.buckets.create",
        "storage.objects.create");
    need(needed, "stage", "bigquery.jobs.create", "bigquery.tables.updateData");
    need(needed, "validate", "bigquery.tables.get", "bigquery.tables.getData");
    need(
        needed,
        "decode",
        "dataflow.jobs.create",
        "dataflow.jobs.get",
        "dataflow.jobs.list",
        "dataflow.jobs.cancel",
        "dataflow.messages.list",
        "dataflow.metrics.get",
        "iam.serviceAccounts.actAs");
    if (plan.dataflow().read() == Plan.Read.DIRECT) {
      need(needed, "decode", "bigquery.readsessions.create");
    }
    need(
        needed,
        "cleanup",
        "bigquery.datasets.delete",
        "bigquery.tables.delete",
        "storage.buckets.list",
        "storage.buckets.get",
        "storage.buckets.delete",
        "storage.objects.list",
        "storage.objects.delete");
    return ask(plan.targetProject(), needed, List.of());
  }

  /** The console alone reads the archive; workers get what they need in the run's bucket. */
  StepResult schemas(String archive) {
    var bucket = archive.substring("gs://".length()).split("/", 2)[0];
    var asked = Set.of("storage.objects.get");
    var granted = permissions.onBucket(bucket, asked);
    var grant = grant("storage.objects.get", granted, Grant.UNKNOWN);
    observe("gs://" + bucket, "storage.objects.get", "preflight", grant);
    return grant == Grant.MISSING ? refused("gs://" + bucket, asked) : new Done(grant.name());
  }

  private static void need(TreeMap<String, String> needed, String stages, String... names) {
    for (var name : names) {
      needed.merge(name, stages, (a, b) -> a + ", " + b);
    }
  }

  private StepResult ask(String project, TreeMap<String, String> needed, List<TableName> tables) {
    var granted = permissions.granted(project, needed.keySet());
    var onTables = onTables(granted, needed.keySet(), tables);
    var missing = new TreeSet<String>();
    var unknown = new TreeSet<String>();
    needed.forEach(
        (name, stages) -> {
          var grant = grant(name, granted, onTables.apply(name));
          observe(project, name, stages, grant);
          if (grant == Grant.MISSING) {
            missing.add(name);
          } else if (grant == Grant.UNKNOWN) {
            unknown.add(name);
          }
        });
    if (!missing.isEmpty()) {
      return refused(project, missing);
    }
    return new Done(
        (needed.size() - unknown.size())
            + " granted"
            + (unknown.isEmpty() ? "" : ", unknown: " + String.join(", ", unknown)));
  }

  /** What is known of a permission that the project itself does not grant. */
  private Function<String, Grant> onTables(
      Optional<Set<String>> granted, Set<String> needed, List<TableName> tables) {
    var open = new TreeSet<>(needed);
    granted.ifPresent(open::removeAll);
    open.removeIf(name -> !name.startsWith("bigquery.tables.") || name.endsWith(".list"));
    var each =
        open.isEmpty()
            ? List.<Optional<Set<String>>>of()
            : tables.stream().map(table -> permissions.onTable(table, open)).toList();
    return name -> {
      if (granted.isPresent() && isProjectWide(name)) {
        return Grant.MISSING;
      }
      if (!open.contains(name) || each.isEmpty() || each.stream().anyMatch(Optional::isEmpty)) {
        return Grant.UNKNOWN;
      }
      return each.stream().allMatch(set -> set.orElseThrow().contains(name))
          ? Grant.GRANTED
          : Grant.MISSING;
    };
  }

  private static boolean isProjectWide(String name) {
    return PROJECT_WIDE.contains(name)
        || name.startsWith("dataflow.")
        || name.equals("storage.buckets.create")
        || name.equals("storage.buckets.list");
  }

  private static Grant grant(String name, Optional<Set<String>> granted, Grant otherwise) {
    if (granted.isPresent() && granted.get().contains(name)) {
      return Grant.GRANTED;
    }
    return granted.isPresent() && name.equals("storage.objects.get") ? Grant.MISSING : otherwise;
  }

  private static StepResult refused(String on, Set<String> missing) {
    return new Refused(
        List.of(
            "Not granted on "
                + on
                + ": "
                + String.join(", ", new TreeSet<>(missing))
                + ". Ask for a role that has them."));
  }

  private void observe(String on, String name, String stages, Grant grant) {
    steps.observe(
        PERMISSION,
        JsonNodeFactory.instance
            .objectNode()
            .put("on", on)
            .put("permission", name)
            .put("stages", stages)
            .put("state", grant.name()));
  }
}
