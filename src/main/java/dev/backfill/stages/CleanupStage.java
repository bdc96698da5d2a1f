package dev.backfill.stages;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.fact.ListedAgain;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.ByHand;
import dev.backfill.run.Holders;
import dev.backfill.run.JobIds;
import dev.backfill.run.Lease;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.State;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Failed;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what the run made in the backfill project, or everything there, whichever was named,
 * exactly as listed; lists again; and gives back what it held.
 */
public final class CleanupStage extends Stage {
  /** How the note begins of a dataset that stays when the run's own goes. */
  static final String STAYS = "stays: ";

  @Override
  public StageKind kind() {
    return StageKind.CLEANUP;
  }

  @Override
  public Role role() {
    return Role.CLEANS;
  }

  @Override
  public Page page() {
    return Page.INVENTORY;
  }

  @Override
  public String heading() {
    return "Cleanup";
  }

  @Override
  public Hold hold() {
    return Hold.TARGET;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return List.of(deletion(run), giveBack(run));
  }

  private static PlannedStep deletion(PlannedRun run) {
    var plan = run.plan();
    var project = plan.targetProject();
    return PlannedStep.of(StageKind.CLEANUP, project, Kind.DELETES)
        .calling(
            "bigquery.datasets.list",
            "bigquery.tables.list",
            "bigquery.tables.get",
            "storage.buckets.list",
            "storage.objects.list",
            "bigquery.tables.delete",
            "bigquery.datasets.delete",
            "storage.objects.delete",
            "storage.buckets.delete")
        .touching(
            "deletes what this run created in " + project + ", as listed, after you type its name")
        .needing(
            project,
            "bigquery.datasets.get",
            "bigquery.datasets.delete",
            "bigquery.tables.list",
            "bigquery.tables.get",
            "bigquery.tables.delete",
            "storage.buckets.list",
            "storage.buckets.get",
            "storage.buckets.delete",
            "storage.objects.list",
            "storage.objects.delete")
        .byHand(() -> byHand(run));
  }

  private static String byHand(PlannedRun run) {
    var plan = run.plan();
    var commands = new ArrayList<String>();
    Lease.datasets(plan).forEach(name -> commands.add(ByHand.removeDataset(name)));
    if (plan.finish().backup() && !plan.finish().keepBackup()) {
      commands.add(ByHand.removeDataset(plan.backups(run.id())));
    }
    if (plan.decodes()) {
      commands.add(ByHand.removeBucket(JobIds.bucket(plan.targetProject(), run.id())));
    }
    return ByHand.lines(commands);
  }

  private static PlannedStep giveBack(PlannedRun run) {
    var plan = run.plan();
    return PlannedStep.of(StageKind.CLEANUP, MirrorStage.LEASE, Kind.MAKES)
        .calling(
            "bigquery.datasets.get",
            "bigquery.datasets.patch (labels, If-Match)",
            "storage.buckets.get",
            "storage.buckets.patch (labels)")
        .touching("removes this run's labels from what is left in " + plan.targetProject())
        .needing(
            plan.targetProject(),
            "bigquery.datasets.get",
            "bigquery.datasets.update",
            "storage.buckets.get",
            "storage.buckets.update")
        .byHand(
            () ->
                ByHand.lines(
                    Lease.datasets(plan).stream()
                        .map(name -> ByHand.giveBack(name, run.id()))
                        .toList()));
  }

  @Override
  public List<String> done(RunView view) {
    if (view.newest(kind(), ListedAgain.class).isEmpty()) {
      return List.of();
    }
    var all = view.stage(kind()).state() == State.DONE;
    return List.of(all ? "deleted by the cleanup" : "deleted in part by the cleanup");
  }

  @Override
  public StepResult run(Steps steps) {
    var problem =
        TargetCheck.problem(steps.plan(), steps.around().targets(), steps.cloud().projects());
    if (problem.isPresent()) {
      return Refused.of(problem.get());
    }
    var listed = new InventoryLook(steps).list();
    steps.note(listed.fact());
    var choices = choices(listed);
    var confirmed = choices.isEmpty() ? none() : confirmed(steps, choices);
    if (confirmed.isPresent()) {
      return delete(steps, confirmed.get());
    }
    return listed.own().isEmpty()
        ? back(steps, new AlreadyDone(nothingOwn(steps, listed)))
        : new NotConfirmed(steps.operator()).result("Nothing was deleted.", declined(listed));
  }

  private static Optional<Confirmed<DeleteInventory>> none() {
    return Optional.empty();
  }

  private static List<ConfirmationRequest<DeleteInventory>> choices(Inventory listed) {
    var choices = new ArrayList<ConfirmationRequest<DeleteInventory>>();
    var project = listed.own().project();
    if (!listed.own().isEmpty()) {
      choices.add(new ConfirmationRequest<>(project, List.of(listed.own())));
    }
    if (listed.hasOthers()) {
      choices.add(new ConfirmationRequest<>(project, List.of(listed.everything())));
    }
    return choices;
  }

  /** What was named; when both were, everything, since its phrase is the one that says more. */
  private Optional<Confirmed<DeleteInventory>> confirmed(
      Steps steps, List<ConfirmationRequest<DeleteInventory>> choices) {
    var typed = steps.operator().typedOf(choices);
    for (var i = choices.size() - 1; i >= 0; i--) {
      var request = choices.get(i);
      var proof = steps.desk().confirm(request, typed).map(proofs -> proofs.get(0));
      if (proof.isPresent()) {
        steps.agreed(request.phrase(), proof.get().what().names());
        return proof;
      }
    }
    return Optional.empty();
  }

  private static String nothingOwn(Steps steps, Inventory listed) {
    var project = steps.plan().targetProject();
    return listed.hasOthers()
        ? "Nothing of this run is left in "
            + project
            + ". What others made there is left; to delete it too, name: "
            + listed.everything().phrase()
        : "Nothing is left in " + project;
  }

  private static List<Problem> declined(Inventory listed) {
    var problems = new ArrayList<Problem>();
    problems.add(NotConfirmed.wanting("To delete what this run made", listed.own().phrase()));
    if (listed.hasOthers()) {
      problems.add(
          NotConfirmed.wanting(
              "To delete everything there, what others made too", listed.everything().phrase()));
    }
    return problems;
  }

  private StepResult delete(Steps steps, Confirmed<DeleteInventory> confirmed) {
    var names = confirmed.what().names();
    var result = steps.look(steps.plan().targetProject(), () -> deleted(steps, confirmed, names));
    return result.succeeded() ? back(steps, result) : result;
  }

  private static StepResult deleted(
      Steps steps, Confirmed<DeleteInventory> confirmed, List<String> names) {
    // Who took over while the operator was typing finds what they took as it was.
    var lost = new Lease(steps).lostToOthers();
    if (!lost.isEmpty()) {
      return new Refused(new Holders(steps).held(lost));
    }
    var deleted = steps.cloud().staging().delete(confirmed, steps.progress());
    var after = new InventoryLook(steps).list();
    var still = Inventory.present(names, after);
    var present = List.copyOf(Inventory.all(after));
    steps.note(new ListedAgain(still, Optional.of(present), confirmed.what().scope()));
    if (still.isEmpty()) {
      return new Done(proof(names, after));
    }
    var left = new ArrayList<>(deleted.left());
    still.forEach(name -> left.add(name + " is still there."));
    return deleted.gone().isEmpty()
        ? new Refused(left.stream().map(Problem::said).toList())
        : Failed.of(
            "",
            Problem.of(
                    deleted.gone().size()
                        + " datasets, tables and buckets are gone, these are left.",
                    "Resume to list them again.")
                .under(left)
                .with(Action.resume()));
  }

  private static String proof(List<String> names, Inventory after) {
    var lines = new ArrayList<String>();
    lines.add(names.size() + " datasets, tables and buckets verified gone");
    after.everything().datasets().stream()
        .filter(dataset -> !dataset.note().isEmpty())
        .forEach(dataset -> lines.add("Left: " + dataset.name() + ": " + reason(dataset.note())));
    after.everything().buckets().stream()
        .filter(bucket -> !bucket.note().isEmpty())
        .forEach(bucket -> lines.add("Left: gs://" + bucket.name() + ": " + bucket.note()));
    after.left().forEach(one -> lines.add("Left: " + one.name() + ": " + one.why()));
    return String.join("\n", lines);
  }

  private static String reason(String note) {
    return note.startsWith(STAYS) ? note.substring(STAYS.length()) : note;
  }

  /** Gives back what the run held; what stays labelled is said, and keeps nothing from ending. */
  private static StepResult back(Steps steps, StepResult result) {
    var given =
        steps.look(
            MirrorStage.LEASE,
            () -> {
              var left = new Lease(steps).giveBack();
              return new Done(left.isEmpty() ? "The target is released" : String.join("\n", left));
            });
    return given.succeeded() ? result : given;
  }
}
