package dev.backfill.run;

import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A console on a cloud in memory, which dies before an entry of its journal, or right after. */
public record MortalConsole(Plan plan, FakeCloud cloud, Operator operator) {
  /** One to which everything is confirmed. */
  public MortalConsole(Plan plan, FakeCloud cloud) {
    this(plan, cloud, request -> request.phrases());
  }

  /** Goes on with the run in a folder, as far as a stage. */
  public Outcome run(Path folder, StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(folder, journal).run(null, until);
    }
  }

  /** Goes on with it as far as a stage and dies. */
  public void dies(Path folder, StageKind until, boolean before, int entry) {
    dies(folder, before, entry, engine -> engine.run(null, until));
  }

  /**
   * Does some work and dies: nothing is written, and nothing is done, from then on.
   *
   * @param before whether it dies before the entry is written, else before the next call after it
   * @param entry of the journal, from 1
   */
  public void dies(Path folder, boolean before, int entry, Consumer<Engine> work) {
    var journal = new Journal[1];
    var last = before ? entry - 1 : entry;
    BooleanSupplier dead = () -> journal[0] != null && journal[0].entries().size() >= last;
    cloud.before =
        () -> {
          if (!before && dead.getAsBoolean()) {
            throw new JournalException(JournalException.Kind.DISK, "dead", "", null);
          }
        };
    try (var opened = Journal.open(folder, dead)) {
      journal[0] = opened;
      work.accept(engine(folder, opened));
    } catch (JournalException e) {
      // Nothing more is written: that was its end.
    } finally {
      cloud.before = () -> {};
    }
  }

  /** The engine of the run in a folder. */
  public Engine engine(Path folder, Journal journal) {
    return new Engine(
        "r1", plan, cloud.cloud(), journal, Around.in(folder).asking(operator).made());
  }
}
