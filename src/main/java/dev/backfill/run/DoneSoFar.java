package dev.backfill.run;

import dev.backfill.fact.ProductionFact.BackedUp;
import dev.backfill.plan.Plan;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.Stage.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run has done so far, as its journal tells it: for whoever reads that a step was refused,
 * which changed nothing, and must know what the steps before it changed. Production comes first.
 */
public final class DoneSoFar {
  private final RunView view;
  private final List<String> done = new ArrayList<>();

  private DoneSoFar(RunView view) {
    this.view = view;
  }

  /** One line for production, and one for the target project where something was done there. */
  public static List<String> of(RunView view) {
    var so = new DoneSoFar(view);
    so.done.add("production: " + so.production());
    so.target();
    return List.copyOf(so.done);
  }

  /** What production holds of the run, in one line. */
  public static String production(RunView view) {
    return new DoneSoFar(view).production();
  }

  private String production() {
    var parts = new ArrayList<String>();
    var others = view.plan().finish().by() == Plan.By.HAND_OVER ? " by others, and read" : "";
    var done =
        switch (view.plan().finish().mode()) {
          case OVERWRITE -> "overwritten";
          case APPEND -> "added to";
        };
    add(parts, Footprint.COPIED, done + others + backups());
    add(parts, Footprint.UNPROVED, done + ", and not proved" + backups());
    add(parts, Footprint.COPYING, "perhaps " + done + ": how the copy ended is not known");
    add(
        parts,
        Footprint.RESTORING,
        done + ", and perhaps restored: how the undo ended is not known");
    add(parts, Footprint.RESTORED, "undone, and as before the copy");
    return parts.isEmpty() ? "not changed" : String.join("; ", parts);
  }

  private void add(List<String> parts, Footprint footprint, String what) {
    var n = view.production().count(footprint);
    if (n > 0) {
      parts.add(many(n, "partition") + " " + what);
    }
  }

  private String backups() {
    if (view.all(Role.LANDS, BackedUp.class).isEmpty()) {
      return " (no backup)";
    }
    var gone = view.state(Role.CLEANS) == State.DONE && !view.plan().finish().keepBackup();
    return gone
        ? " (backups deleted by the cleanup)"
        : " (backups in " + view.plan().backups(view.opened().run()) + ")";
  }

  private void target() {
    var parts =
        view.playbook().stages().stream().flatMap(stage -> stage.done(view).stream()).toList();
    if (!parts.isEmpty()) {
      done.add(view.plan().targetProject() + ": " + String.join("; ", parts));
    }
  }

  /** How many steps of a stage are through, in words; nothing where none is. */
  public static List<String> through(StageView stage, String one, String more, String what) {
    return through(stage, "", one, more, what);
  }

  /** The same of the steps whose subjects begin so. */
  public static List<String> through(
      StageView stage, String subject, String one, String more, String what) {
    var n =
        stage.lines().stream()
            .filter(line -> line.state() == State.DONE)
            .filter(line -> line.step().subject().startsWith(subject))
            .count();
    return n == 0 ? List.of() : List.of(n + " " + (n == 1 ? one : more) + " " + what);
  }

  public static String many(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
