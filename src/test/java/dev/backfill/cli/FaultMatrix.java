package dev.backfill.cli;

import dev.backfill.journal.JournalException;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Lets a fault happen in a stage of a run, which then completes, or stops and can be resumed. */
final class FaultMatrix {
  private final Stand stand;

  FaultMatrix(Stand stand) {
    this.stand = stand;
  }

  /** What is not as it should be after the faults that are asked for; prints a line for each. */
  List<String> failures(BiPredicate<Fault, StageKind> asked) throws Exception {
    var failures = new ArrayList<String>();
    System.out.println("fault matrix: fault, stage, how it ended, what was said");
    for (var fault : Fault.values()) {
      for (var stage : Playbooks.of(stand.plan()).kinds()) {
        if (asked.test(fault, stage)) {
          var wrong = fault(fault, stage);
          wrong.forEach(line -> failures.add(fault.id() + "@" + stage + ": " + line));
        }
      }
    }
    return failures;
  }

  /** Runs one stage under a fault, then to the end without it; gives what is not as it should. */
  private List<String> fault(Fault fault, StageKind stage) throws Exception {
    var where = stand.before(stage);
    var wrong = new ArrayList<String>();
    try (var sandbox = Sandbox.start(where, 0)) {
      var wanted = List.of(new Faults.Wanted(fault, stage.id()));
      var faults = sandbox.disturb(wanted, 1, FillOptions.SOURCE);
      String ended;
      String said;
      try {
        var outcome =
            Stand.headless(where, sandbox, Stand.agrees(), faults)
                .run(stand.plan(), null, StageKind.REPORT);
        ended = outcome.toString();
        said = outcome == Outcome.DONE ? "" : Stand.text(where).replace('\n', ' ');
        if (outcome != Outcome.DONE && !said.matches("(?s).*\\. .*|.*resume.*")) {
          wrong.add("it does not say what to do: " + said);
        }
      } catch (JournalException e) {
        ended = "STOPPED";
        said = e.getMessage();
      }
      System.out.println("  " + fault.id() + " " + stage + " " + ended + " " + shortened(said));
      sandbox.disturb(List.of(), 1, FillOptions.SOURCE);
      if (!ended.equals("DONE")) {
        // What changed since it was validated must be validated anew, as the message says.
        var from = said.contains("has changed since it was last read") ? StageKind.VALIDATE : null;
        if (said.contains("Undo puts the backup back")) {
          undo(where, sandbox);
          from = StageKind.VALIDATE;
        }
        var outcome = stand.run(where, sandbox, from, StageKind.REPORT, Stand.agrees());
        if (outcome != Outcome.DONE) {
          wrong.add("resumed, it ended " + outcome + ": " + Stand.text(where));
        }
      }
      wrong.addAll(difference(fault, stage, Stand.dump(sandbox)));
    }
    Stand.remove(where);
    return wrong;
  }

  private List<String> difference(Fault fault, StageKind stage, List<String> dump) {
    if (fault != Fault.TABLE_CHANGED) {
      return Stand.difference(stand.dump(), dump);
    }
    // What is made anew from payloads has no trace of others' changes but after the last look.
    var isOverwritten =
        stand.plan().playbook() == PlaybookId.REPLAY
            && !Playbooks.of(stand.plan()).isBefore(StageKind.VERIFY, stage);
    return isOverwritten
        ? Stand.difference(stand.dump(), dump)
        : Stand.differenceByOthers(stand.dump(), dump);
  }

  private void undo(Path where, Sandbox sandbox) throws Exception {
    Stand.headless(where, sandbox, Stand.agrees(), new Faults(List.of(), 0, () -> {}))
        .undo(stand.plan());
  }

  private String shortened(String text) {
    return text.length() < 200 ? text : text.substring(0, 200) + "…";
  }
}
