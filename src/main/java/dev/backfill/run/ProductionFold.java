package dev.backfill.run;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.Production.Write;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Folds a journal's entries into what the run did to production. */
public final class ProductionFold {
  /** How the subject of a step begins that takes a copy back. */
  static final String UNDO = "undo ";

  private final Playbook playbook;
  private final Map<String, Cell> cells = new HashMap<>();
  private final Map<String, String> undoings = new HashMap<>();
  private final Map<Footprint, Long> counts = new EnumMap<>(Footprint.class);
  private PMap<String, Write> writes = HashTreePMap.empty();
  private Optional<String> touched = Optional.empty();

  // What stood before the try under way: it stands again when the try changed nothing.
  private final Map<String, Write> former = new HashMap<>();
  private boolean discarded;
  private Optional<Production> now = Optional.empty();

  ProductionFold(Plan plan, Playbook playbook) {
    this.playbook = playbook;
    for (var cell : plan.cells()) {
      cells.put(Production.subject(plan, cell), cell);
      undoings.put(cell.key(), undoing(Production.subject(plan, cell)));
    }
  }

  /** The subject of the step that takes that back. */
  public static String undoing(String subject) {
    return UNDO + subject;
  }

  /** The subject of the step that takes back the copy of a cell of this key. */
  Optional<String> undoingOf(String key) {
    return Optional.ofNullable(undoings.get(key));
  }

  Production now() {
    if (now.isEmpty()) {
      now = Optional.of(new Production(writes, discarded));
    }
    return now.get();
  }

  /** How many partitions stand so. */
  long count(Footprint footprint) {
    return counts.getOrDefault(footprint, 0L);
  }

  /** The key of the cell whose partition the newest entry changed. */
  Optional<String> touched() {
    return touched;
  }

  /** The subject of the step that lands a cell of this key. */
  Optional<String> landingOf(String key) {
    return undoingOf(key).map(subject -> subject.substring(UNDO.length()));
  }

  /** The key of the cell that a step of this subject takes back. */
  Optional<String> cellOf(String undoing) {
    return undone(undoing).map(Cell::key);
  }

  private void put(String key, Write write) {
    var before = writes.get(key);
    if (before != null) {
      counts.merge(before.footprint(), -1L, Long::sum);
    }
    counts.merge(write.footprint(), 1L, Long::sum);
    writes = writes.plus(key, write);
    touched = Optional.of(key);
  }

  /** Whether an undo of a cell was begun that has not proved itself. */
  boolean isOpen(String subject) {
    return undone(subject)
        .map(cell -> writes.get(cell.key()))
        .map(Write::footprint)
        .filter(now -> now == Footprint.RESTORING || now == Footprint.UNPROVED)
        .isPresent();
  }

  /** Takes in an entry; gives the cell whose copy it took back, if it did. */
  Optional<Cell> add(Entry entry) {
    touched = Optional.empty();
    var undone = Optional.<Cell>empty();
    if (entry instanceof Entry.Started one && is(Role.LANDS, one.step().stage())) {
      started(one);
    } else if (entry instanceof Entry.Ended one && is(Role.LANDS, one.step().stage())) {
      undone = ended(one);
    } else if (entry instanceof Entry.Agreed one && is(Role.CLEANS, one.stage())) {
      discarded = now().isUndone();
    } else {
      return undone;
    }
    now = Optional.empty();
    return undone;
  }

  private boolean is(Role role, StageKind stage) {
    return playbook.stage(stage).role() == role;
  }

  private void started(Entry.Started one) {
    var subject = one.step().subject();
    if (subject.equals(RunView.WHOLE)) {
      discarded = false;
    }
    var copied = Optional.ofNullable(cells.get(subject));
    // A packet is executed by others: its step makes no job, and only reads.
    copied.filter(cell -> one.job() != null).ifPresent(cell -> begin(cell, Footprint.COPYING));
    undone(subject).ifPresent(cell -> begin(cell, Footprint.RESTORING));
  }

  private void begin(Cell cell, Footprint footprint) {
    var before = writes.getOrDefault(cell.key(), Production.NONE);
    if (before.footprint() != footprint) {
      former.put(cell.key(), before);
    }
    // Until the copy is made, production is what the undo before it left.
    var known = footprint == Footprint.COPYING && before.footprint() != Footprint.UNPROVED;
    put(
        cell.key(),
        new Write(footprint, known ? before.after() : Optional.empty(), Optional.empty()));
  }

  /** Takes in what was seen of production. */
  void note(Instant at, ProductionFact fact) {
    fact.acceptProduction(new Seen(at));
    now = Optional.empty();
  }

  private final class Seen implements ProductionFact.Visitor<Boolean> {
    private final Instant at;

    Seen(Instant at) {
      this.at = at;
    }

    @Override
    public Boolean backedUp(ProductionFact.BackedUp fact) {
      // Journals of before noted what an undo left as what the backup is of, and nothing else.
      var write = writes.get(fact.cell());
      var restoring = write != null && write.footprint() == Footprint.RESTORING;
      return restoring && seen(fact.cell(), Footprint.RESTORING, fact.of());
    }

    @Override
    public Boolean copied(ProductionFact.Copied fact) {
      return seen(fact.cell(), Footprint.UNPROVED, fact.after());
    }

    @Override
    public Boolean restored(ProductionFact.Restored fact) {
      return seen(fact.cell(), Footprint.UNPROVED, fact.after());
    }

    @Override
    public Boolean packetMade(ProductionFact.PacketMade fact) {
      return false;
    }

    // The error table is none of the partitions that a run lands in.
    @Override
    public Boolean errorsDeleted(ProductionFact.ErrorsDeleted fact) {
      return false;
    }

    @Override
    public Boolean errorsReturned(ProductionFact.ErrorsReturned fact) {
      return false;
    }

    @Override
    public Boolean drifted(ProductionFact.Drifted fact) {
      return false;
    }

    private boolean seen(String cell, Footprint footprint, Fingerprint holds) {
      put(cell, new Write(footprint, Optional.of(holds), Optional.of(at)));
      return true;
    }
  }

  private Optional<Cell> ended(Entry.Ended one) {
    var subject = one.step().subject();
    var copied = Optional.ofNullable(cells.get(subject));
    if (copied.isPresent()) {
      if (one.result() instanceof StepResult.Undone) {
        return Optional.of(stands(copied.get(), Footprint.RESTORED, one.at()));
      }
      end(copied.get(), one, Footprint.COPYING, Footprint.COPIED);
      return Optional.empty();
    }
    var undone = undone(subject);
    undone.ifPresent(cell -> end(cell, one, Footprint.RESTORING, Footprint.RESTORED));
    return undone.filter(cell -> one.result().succeeded());
  }

  private void end(Cell cell, Entry.Ended one, Footprint open, Footprint done) {
    var write = writes.get(cell.key());
    if (one.result().succeeded()) {
      stands(cell, done, one.at());
    } else if (write != null && write.footprint() == open && !one.result().leavesOpen()) {
      put(cell.key(), former.get(cell.key()));
    }
  }

  private Cell stands(Cell cell, Footprint footprint, Instant at) {
    var write = writes.getOrDefault(cell.key(), Production.NONE);
    var seen = write.footprint() == Footprint.COPYING ? Production.NONE : write;
    put(cell.key(), new Write(footprint, seen.after(), Optional.of(seen.at().orElse(at))));
    return cell;
  }

  private Optional<Cell> undone(String subject) {
    return subject.startsWith(UNDO)
        ? Optional.ofNullable(cells.get(subject.substring(UNDO.length())))
        : Optional.empty();
  }
}
