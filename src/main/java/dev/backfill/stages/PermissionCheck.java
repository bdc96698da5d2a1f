package dev.backfill.stages;

import dev.backfill.cloud.Permissions;
import dev.backfill.fact.PermissionAsked;
import dev.backfill.fact.PermissionAsked.Grant;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import dev.backfill.run.JobIds;
import dev.backfill.run.Lease;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks ahead for every permission that a stage of the run needs. Each is granted, missing or
 * unknown: what a project does not grant may still be granted on a dataset, which cannot be asked.
 */
final class PermissionCheck {
  private static final Set<String> PROJECT_WIDE =
      Set.of("bigquery.jobs.create", "bigquery.datasets.create", "bigquery.readsessions.create");

  private static final String MAKE_DATASET = "bigquery.datasets.create";
  private static final String DELETE_TABLE = "bigquery.tables.delete";

  private final Steps steps;
  private final Plan plan;
  private final Permissions permissions;

  PermissionCheck(Steps steps) {
    this.steps = steps;
    this.plan = steps.plan();
    this.permissions = steps.cloud().permissions();
  }

  StepResult source() {
    var tables = plan.documents().stream().map(type -> plan.stable(type).name()).toList();
    return ask(plan.sourceProject(), tables);
  }

  StepResult target() {
    return ask(plan.targetProject(), List.of());
  }

  /**
   * Of what the console alone reads, the archive or a template's spec; workers get what they need
   * in the run's bucket.
   */
  StepResult object(String uri) {
    var bucket = bucket(uri);
    var asked = Set.of("storage.objects.get");
    var granted = permissions.onBucket(bucket, asked);
    var grant = grant("storage.objects.get", granted, Grant.UNKNOWN);
    observe("gs://" + bucket, "storage.objects.get", "preflight", grant);
    return grant == Grant.MISSING ? refused("gs://" + bucket, asked) : new Done(grant.name());
  }

  /** The bucket of a {@code gs://} address. */
  static String bucket(String archive) {
    return archive.substring("gs://".length()).split("/", 2)[0];
  }

  private StepResult ask(String project, List<TableName> tables) {
    var needed = steps.view().playbook().permissions(PlannedRun.of(steps.view()), project);
    madeBefore(project, needed);
    var granted = withBucket(project, permissions.granted(project, needed.keySet()), needed);
    var onTables = onTables(granted, needed.keySet(), tables);
    var missing = new TreeSet<String>();
    var later = new TreeMap<String, SortedSet<String>>();
    var unknown = new TreeSet<String>();
    needed.forEach(
        (name, stages) -> {
          var grant = grant(name, granted, onTables.apply(name));
          observe(project, name, String.join(", ", stages), grant);
          if (grant == Grant.MISSING && stages.stream().noneMatch(this::isBeforeLanding)) {
            later.put(name, stages);
          } else if (grant == Grant.MISSING) {
            missing.add(name);
          } else if (grant == Grant.UNKNOWN) {
            unknown.add(name);
          }
        });
    if (!missing.isEmpty()) {
      return refused(project, missing);
    }
    return new Done(
        (needed.size() - unknown.size() - later.size())
            + " granted"
            + (unknown.isEmpty() ? "" : ", unknown: " + String.join(", ", unknown))
            + (later.isEmpty() ? "" : ", not granted: " + notYet(later)));
  }

  /**
   * What operations made beforehand is used as it is: where all datasets of the target are there,
   * only what comes later makes one.
   */
  private void madeBefore(String project, SortedMap<String, SortedSet<String>> needed) {
    var makes = needed.get(MAKE_DATASET);
    if (makes == null || !project.equals(plan.targetProject())) {
      return;
    }
    var warehouse = steps.cloud().warehouse();
    if (Lease.datasets(plan).stream().allMatch(name -> warehouse.dataset(name).isPresent())) {
      makes.removeIf(this::isBeforeLanding);
      if (makes.isEmpty()) {
        needed.remove(MAKE_DATASET);
      }
    }
  }

  /** What the project does not grant may be granted on the run's bucket, where that is there. */
  private Optional<Set<String>> withBucket(
      String project, Optional<Set<String>> granted, SortedMap<String, SortedSet<String>> needed) {
    var open = new TreeSet<>(needed.keySet());
    granted.ifPresent(open::removeAll);
    open.removeIf(name -> !name.startsWith("storage.objects."));
    var own = JobIds.bucket(project, steps.run());
    if (granted.isEmpty()
        || open.isEmpty()
        || !project.equals(plan.targetProject())
        || steps.cloud().objects().bucket(own).isEmpty()) {
      return granted;
    }
    var all = new TreeSet<>(granted.get());
    permissions.onBucket(own, open).ifPresent(all::addAll);
    return Optional.of(all);
  }

  /** What is missing stops the stages that need it, and not those before them. */
  private static String notYet(SortedMap<String, SortedSet<String>> later) {
    return later.entrySet().stream()
            .map(one -> one.getKey() + " (for " + what(one.getKey(), one.getValue()) + ")")
            .collect(Collectors.joining(", "))
        + ". Everything until then can be done; ask for a role that has them, or let others"
        + " finalize (finalize.by: hand-over)";
  }

  /** Landing itself deletes nothing: an undo does, of a day that had no rows before. */
  private static String what(String permission, SortedSet<String> stages) {
    return String.join(", ", stages)
        + (permission.equals(DELETE_TABLE) ? ", where an undo is of a day that had no rows" : "");
  }

  private boolean isBeforeLanding(String stage) {
    return steps.view().playbook().stages().stream()
        .filter(one -> one.kind().id().equals(stage))
        .anyMatch(
            one ->
                switch (one.role()) {
                  case PREPARES, MAKES_ROWS, VALIDATES -> true;
                  case LANDS, PROVES, CLEARS, TELLS, CLEANS -> false;
                });
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
    return Refused.of(
        "Not granted on " + on + ": " + String.join(", ", new TreeSet<>(missing)) + ".",
        "Ask for a role that has them.");
  }

  private void observe(String on, String name, String stages, Grant grant) {
    steps.note(new PermissionAsked(on, name, stages, grant));
  }
}
