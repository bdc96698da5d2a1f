package dev.backfill.run;

import dev.backfill.cloud.CloudException;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.TakeOver;
import dev.backfill.fact.LeaseHeld;
import dev.backfill.fact.LeaseHeld.Former;
import dev.backfill.fact.LeaseHeld.Unlabelled;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What keeps two runs out of one target: labels on the datasets that a run uses and on its bucket,
 * which say the run, the console and since when. They are set only where nobody else's stand, under
 * the precondition that nothing changed since they were read, and read again before each write.
 *
 * <p>Race: between the last reading and the write itself another may take over; BigQuery's jobs
 * have no precondition on labels. Whoever takes over has typed so, and finds what was written.
 */
public final class Lease {
  private static final String BUCKET = "gs://";

  // Each try that finds its place changed reads it again; someone else changes labels at most once
  // or twice at a time.
  private static final int TRIES = 4;

  private final Steps steps;

  public Lease(Steps steps) {
    this.steps = steps;
  }

  /** The datasets that a plan uses in its target. */
  public static List<DatasetName> datasets(Plan plan) {
    return plan.documents().stream()
        .flatMap(type -> plan.mirrored(type).keySet().stream())
        .map(table -> table.name().datasetName())
        .distinct()
        .sorted()
        .toList();
  }

  /** The newest lease of a journal; empty when none was ever taken. */
  public static Optional<LeaseHeld> noted(RunView view) {
    return view.newest(view.playbook().taking(), LeaseHeld.class);
  }

  /** What is there of what this run uses: its plan's datasets, then its bucket. */
  List<TargetResource> places() {
    return readers().values().stream().flatMap(read -> read.get().stream()).toList();
  }

  private Map<String, Supplier<Optional<TargetResource>>> readers() {
    var readers = new LinkedHashMap<String, Supplier<Optional<TargetResource>>>();
    datasets(steps.plan()).forEach(name -> readers.put(name.toString(), () -> read(name)));
    if (steps.plan().decodes()) {
      var bucket = JobIds.bucket(steps.plan().targetProject(), steps.run());
      readers.put(BUCKET + bucket, () -> bucket(bucket));
    }
    return readers;
  }

  private Optional<TargetResource> bucket(String name) {
    return steps
        .cloud()
        .objects()
        .bucket(name)
        .map(found -> TargetResource.of(found, steps.cloud().staging()));
  }

  private Optional<TargetResource> read(DatasetName name) {
    return steps
        .cloud()
        .warehouse()
        .dataset(name)
        .map(found -> TargetResource.of(found, steps.cloud().staging()));
  }

  /** Where others stand of what this run uses. */
  public List<TargetResource> others() {
    return places().stream().filter(place -> place.isOthers(steps.mark())).toList();
  }

  /**
   * Takes what is there; what is made later is labelled as it is made.
   *
   * @param confirmed what may be taken from others, as it was seen
   * @return why it was not taken; empty when it was, or when it may not be labelled
   */
  List<Problem> take(Optional<Confirmed<TakeOver>> confirmed) {
    var from = confirmed.map(one -> one.spend().held()).orElse(List.of());
    var mark = new Holder(steps.run(), steps.mark().console(), Optional.of(second()));
    note(mark, from, Map.of());
    var allowed = new HashMap<String, String>();
    from.forEach(one -> allowed.put(one.name(), one.version()));
    var problems = new ArrayList<Problem>();
    var unlabelled = new HashMap<String, String>();
    readers()
        .forEach(
            (name, read) -> {
              if (problems.isEmpty()) {
                problems.addAll(take(name, read, mark, allowed.get(name), unlabelled));
              }
            });
    if (!unlabelled.isEmpty()) {
      note(mark, from, unlabelled);
    }
    return problems;
  }

  // Labels hold whole seconds.
  private Instant second() {
    return steps.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private List<Problem> take(
      String name,
      Supplier<Optional<TargetResource>> read,
      Holder mark,
      String allowed,
      Map<String, String> unlabelled) {
    for (var attempt = 1; ; attempt++) {
      var place = read.get();
      if (place.isEmpty()) {
        return List.of();
      }
      if (place.get().isOthers(mark) && !place.get().version().equals(allowed)) {
        return new Holders(steps).held(List.of(place.get()));
      }
      try {
        place.get().give(mark);
        return List.of();
      } catch (CloudException e) {
        if (e.kind() == CloudException.Kind.DENIED || e.kind() == CloudException.Kind.UNSUPPORTED) {
          unlabelled.put(name, e.getMessage());
          return List.of();
        }
        if (e.kind() != CloudException.Kind.PRECONDITION || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private void note(Holder mark, List<TakeOver.Held> from, Map<String, String> unlabelled) {
    steps.note(
        steps.view().playbook().taking(),
        new LeaseHeld(
            mark,
            List.copyOf(readers().keySet()),
            from.stream()
                .map(one -> new Former(one.name(), one.holder().run(), one.holder().console()))
                .toList(),
            unlabelled.entrySet().stream()
                .map(one -> new Unlabelled(one.getKey(), one.getValue()))
                .toList(),
            false));
  }

  /** What this run held and another holds now; a write would go into what is theirs. */
  public List<TargetResource> lostToOthers() {
    return isOver()
        ? List.of()
        : held().values().stream()
            .flatMap(read -> read.get().stream())
            .filter(place -> place.isOthers(steps.mark()))
            .toList();
  }

  /**
   * What this run held and does not hold any more: given back, gone, no longer labelled, or another
   * run's. What it wrote there may be gone or changed.
   */
  public List<String> broken() {
    return held().entrySet().stream()
        .filter(place -> isOver() || !isStillThisRuns(place.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isStillThisRuns(Supplier<Optional<TargetResource>> read) {
    return read.get()
        .flatMap(TargetResource::holder)
        .filter(holder -> holder.isSameRun(steps.mark()))
        .isPresent();
  }

  private Map<String, Supplier<Optional<TargetResource>>> held() {
    var readers = readers();
    readers.keySet().retainAll(noted(steps.view()).map(LeaseHeld::labelled).orElse(List.of()));
    return readers;
  }

  /**
   * Notes a bucket that was made with labels and keeps none, as some servers do: it is the run's
   * own by its name, and would be taken for lost by its labels.
   */
  public void noteUnkept() {
    var unkept = new ArrayList<Unlabelled>();
    held()
        .forEach(
            (name, read) ->
                read.get()
                    .filter(place -> name.startsWith(BUCKET) && place.holder().isEmpty())
                    .ifPresent(place -> unkept.add(new Unlabelled(name, "It keeps no labels."))));
    if (!unkept.isEmpty()) {
      var lease = noted(steps.view()).orElseThrow();
      unkept.addAll(lease.unlabelled());
      steps.note(
          steps.view().playbook().taking(),
          new LeaseHeld(lease.holder(), lease.places(), lease.from(), unkept, lease.returned()));
    }
  }

  /** Whether the journal knows of none, as those of earlier versions do. */
  boolean wasNeverTaken() {
    return noted(steps.view()).isEmpty();
  }

  private boolean isOver() {
    return noted(steps.view()).map(LeaseHeld::returned).orElse(true);
  }

  /** How it stands, in words; says plainly when nothing keeps others out. */
  public String stand() {
    var held =
        places().stream()
            .filter(place -> place.holder().filter(one -> one.isSame(steps.mark())).isPresent())
            .map(TargetResource::name)
            .toList();
    var without = new TreeMap<String, String>();
    noted(steps.view())
        .ifPresent(lease -> lease.unlabelled().forEach(one -> without.put(one.name(), one.why())));
    var not =
        without.isEmpty()
            ? ""
            : String.join(", ", without.keySet())
                + " may not be labelled: "
                + without.firstEntry().getValue();
    // A run's bucket is its own: its labels keep another console out, not another run.
    if (held.stream().allMatch(name -> name.startsWith(BUCKET))) {
      return without.isEmpty()
          ? "No dataset is there yet"
          : "No lease could be taken. "
              + not
              + " Nothing keeps another run out of "
              + steps.plan().targetProject()
              + "; see that none is begun there.";
    }
    return "Held for this run, on "
        + steps.mark().console()
        + ": "
        + String.join(", ", held)
        + (not.isEmpty() ? "" : ". " + not);
  }

  /**
   * Gives back what is there and labelled for this run, its backups among it; once that is done,
   * doing it again changes nothing.
   *
   * @return what stays labelled, with the reason, a line each
   */
  public List<String> giveBack() {
    var readers = readers();
    var backups = steps.plan().backups(steps.run());
    readers.put(backups.toString(), () -> read(backups));
    var left = new ArrayList<String>();
    readers.forEach((name, read) -> free(name, read).ifPresent(left::add));
    if (left.isEmpty() && !isOver()) {
      var taking = steps.view().playbook().taking();
      steps.note(taking, noted(steps.view()).orElseThrow().givenBack());
    }
    return left;
  }

  private Optional<String> free(String name, Supplier<Optional<TargetResource>> read) {
    for (var attempt = 1; ; attempt++) {
      var place = read.get().filter(one -> one.holder().isPresent());
      if (place.isEmpty() || place.get().isOthers(steps.mark())) {
        return Optional.empty();
      }
      try {
        place.get().free();
        return Optional.empty();
      } catch (CloudException e) {
        if (e.leavesUnknown()) {
          throw e;
        }
        if (e.kind() != CloudException.Kind.PRECONDITION || attempt == TRIES) {
          return Optional.of(name + " is still labelled as this run's: " + e.getMessage());
        }
      }
    }
  }
}
