package dev.backfill.stages;

import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.ObjectLine;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.confirm.Holder;
import dev.backfill.fact.Listed;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.Holders;
import dev.backfill.run.JobIds;
import dev.backfill.run.Lease;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Steps;
import dev.backfill.run.WrittenTables;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists what the target holds, and says whose each thing is.
 *
 * <p>The run's own: its bucket and its backups, by name or label; the tables that bear its label,
 * or that its journal says it wrote to in a dataset that no other run holds; a dataset that a
 * console made, that no other run holds, and that holds nothing else. When a run has taken a target
 * over, what it made anew there bears its label, and the datasets go with it. A dataset that was
 * there before the run, or that holds anyone else's table, stays; the run's tables in it do not.
 */
final class InventoryLook {
  private static final String BACKUP = "the backup of this run: without it nothing can be undone";

  // Beam loads several partitions through tables of this name, and a job that died leaves them.
  private static final String LOAD_TABLE = "beam_bq_job_";
  private static final int SHOWN = 5;

  private final Steps steps;
  private final Plan plan;
  private final WrittenTables written;
  private final List<DatasetLine> datasets = new ArrayList<>();
  private final List<TableLine> tables = new ArrayList<>();
  private final List<BucketLine> buckets = new ArrayList<>();
  private final List<Listed.Left> left = new ArrayList<>();

  InventoryLook(Steps steps) {
    this.steps = steps;
    this.plan = steps.plan();
    this.written = new WrittenTables(plan, steps.view());
  }

  Inventory list() {
    var project = plan.targetProject();
    for (var dataset : steps.cloud().warehouse().datasets(project)) {
      stays(dataset)
          .ifPresentOrElse(
              why -> left.add(new Listed.Left(dataset.name().toString(), why)),
              () -> look(dataset));
    }
    for (var bucket : listedBuckets(project)) {
      stays(bucket)
          .ifPresentOrElse(
              why -> left.add(new Listed.Left("gs://" + bucket.name(), why)), () -> add(bucket));
    }
    return Inventory.of(project, steps.run(), datasets, tables, buckets, left);
  }

  /** One of others' that may not be looked at is left, and does not keep the rest from going. */
  private void look(DatasetState dataset) {
    List<TableState> parts;
    try {
      parts = steps.cloud().warehouse().contents(dataset.name());
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      left.add(new Listed.Left(dataset.name().toString(), "it may not be looked at"));
      return;
    }
    add(dataset, parts);
  }

  // A list is a claim in what it leaves out, too: the run's own bucket is asked for by its name.
  private List<BucketState> listedBuckets(String project) {
    var objects = steps.cloud().objects();
    var listed = new ArrayList<>(objects.buckets(project));
    var own = JobIds.bucket(project, steps.run());
    if (listed.stream().noneMatch(bucket -> bucket.name().equals(own))) {
      objects.bucket(own).ifPresent(listed::add);
    }
    return listed;
  }

  /** Why a dataset is never deleted. */
  private Optional<String> stays(DatasetState dataset) {
    var project = plan.targetProject();
    if (!dataset.name().project().equals(project)) {
      return Optional.of("it belongs to " + dataset.name().project() + ", not to " + project);
    }
    return plan.keeps(dataset.name())
        ? Optional.of("it is a backup, and the plan keeps backups")
        : Optional.empty();
  }

  /** Why a bucket is never deleted: it is the target's only when its project's number says so. */
  private Optional<String> stays(BucketState bucket) {
    var project = plan.targetProject();
    if (plan.readsFrom(bucket.name())) {
      return Optional.of("the plan takes its schemas from it");
    }
    if (plan.stagesIn(bucket.name())) {
      return Optional.of("the plan keeps workers' files in it (dataflow.staging_location)");
    }
    var number = steps.cloud().projects().number(project);
    if (number.isEmpty()) {
      return Optional.of(
          "whose it is is not known: the number of "
              + project
              + " may not be asked for (resourcemanager.projects.get)");
    }
    if (bucket.projectNumber().isEmpty()) {
      return Optional.of("whose it is is not known: it does not say its project's number");
    }
    return bucket.projectNumber().equals(number)
        ? Optional.empty()
        : Optional.of(
            "it belongs to project number "
                + bucket.projectNumber().get()
                + ", and "
                + project
                + " has the number "
                + number.get());
  }

  private void add(DatasetState dataset, List<TableState> parts) {
    var name = dataset.name();
    var holder = Holder.of(dataset.labels());
    var isOthers = holder.filter(one -> !one.isSameRun(steps.mark())).isPresent();
    var isBackup = name.equals(plan.backups(steps.run()));
    var own = parts.stream().filter(part -> !isOthers && (isBackup || isOwn(part))).toList();
    var foreign = parts.stream().filter(part -> !own.contains(part)).toList();
    var goes = !isOthers && (isBackup || isMade(dataset)) && foreign.isEmpty();
    var group = goes ? Group.RUN : Group.OTHERS;
    datasets.add(
        new DatasetLine(
            name,
            dataset.etag(),
            dataset.created(),
            group,
            note(dataset, goes ? List.of() : foreign, isBackup, !own.isEmpty())));
    own.forEach(part -> tables.add(line(part, Group.RUN)));
    foreign.forEach(part -> tables.add(line(part, Group.OTHERS)));
  }

  private String note(
      DatasetState dataset, List<TableState> foreign, boolean isBackup, boolean hasOwn) {
    var holder = Holder.of(dataset.labels());
    var isOthers = holder.filter(one -> !one.isSameRun(steps.mark())).isPresent();
    if (isBackup || isOthers) {
      return isBackup ? BACKUP : "held by " + who(holder.orElseThrow());
    }
    if (!foreign.isEmpty()) {
      return holder.isPresent() || hasOwn
          ? CleanupStage.STAYS + "it holds what this run did not make: " + names(foreign)
          : maker(dataset.labels());
    }
    return isMade(dataset) || holder.isEmpty() && !hasOwn
        ? maker(dataset.labels())
        : CleanupStage.STAYS + "it was there before";
  }

  /** Which other run made it, where nobody holds it any more. */
  private String maker(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(Holder.MADE))
        .filter(run -> !labels.containsKey(Holder.RUN))
        .filter(run -> !run.equals(Holder.clean(steps.run())))
        .map(run -> "made by run " + run)
        .orElse("");
  }

  private static String names(List<TableState> parts) {
    return String.join(", ", parts.stream().limit(SHOWN).map(part -> part.name().table()).toList())
        + (parts.size() > SHOWN ? " and " + (parts.size() - SHOWN) + " more" : "");
  }

  private String who(Holder holder) {
    return new Holders(steps).who(holder);
  }

  /** Whether this run, or one that it took over from, made a dataset that it holds. */
  private boolean isMade(DatasetState dataset) {
    var bears = dataset.labels().containsKey(Holder.MADE);
    var holds = Holder.of(dataset.labels()).isPresent();
    return bears && (holds || isMineAsMade(dataset)) || hasMade(dataset.name().toString());
  }

  private boolean isMineAsMade(DatasetState dataset) {
    return Holder.clean(steps.run()).equals(dataset.labels().get(Holder.MADE));
  }

  /** What the journal says: labels may be forbidden, and earlier versions set none. */
  private boolean hasMade(String subject) {
    return steps.view().playbook().of(Role.PREPARES).stream()
        .flatMap(stage -> steps.resultOf(new Step(stage, subject)).stream())
        .anyMatch(StepResult.Done.class::isInstance);
  }

  private boolean isOwn(TableState part) {
    var run = part.labels().get(Holder.RUN);
    if (run != null) {
      return run.equals(Holder.clean(steps.run()));
    }
    return hasMade(part.name().toString())
        || written.isTo(new StagingTable(part.name()))
        || isLeftOfALoad(part);
  }

  // The lease keeps others' jobs out of the plan's datasets from when it was taken.
  private boolean isLeftOfALoad(TableState part) {
    return part.name().table().startsWith(LOAD_TABLE)
        && Lease.datasets(plan).contains(part.name().datasetName())
        && Lease.noted(steps.view()).flatMap(noted -> noted.holder().since()).stream()
            .anyMatch(since -> part.created().filter(at -> !at.isBefore(since)).isPresent());
  }

  private static TableLine line(TableState part, Group group) {
    return new TableLine(
        part.name(), part.kind(), part.etag(), part.rows(), part.bytes(), part.modified(), group);
  }

  private void add(BucketState bucket) {
    var holder = Holder.of(bucket.labels());
    var own =
        bucket.name().equals(JobIds.bucket(plan.targetProject(), steps.run()))
            || holder.filter(one -> one.isSameRun(steps.mark())).isPresent();
    var objects = steps.cloud().objects().objects(bucket.name(), steps.progress());
    buckets.add(
        new BucketLine(
            bucket.name(),
            bucket.metageneration(),
            bucket.softDelete(),
            bucket.created(),
            objects.stream().map(ObjectState::updated).max(Instant::compareTo),
            objects.stream()
                .map(object -> new ObjectLine(object.name(), object.generation(), object.bytes()))
                .toList(),
            own ? Group.RUN : Group.OTHERS,
            own ? "" : holder.map(one -> "held by " + who(one)).orElse(maker(bucket.labels()))));
  }
}
