package dev.backfill.run;

import dev.backfill.fact.CountFact;
import dev.backfill.journal.Entry;
import dev.backfill.run.Stage.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds what the operator chose about cells; copies it only when it changes. */
final class ChoiceFold {
  private static final CountFact.Visitor<Boolean> COUNTS =
      new CountFact.Visitor<>() {
        @Override
        public Boolean fingerprinted(CountFact.Fingerprinted fact) {
          return false;
        }

        @Override
        public Boolean counted(CountFact.Counted fact) {
          return true;
        }

        @Override
        public Boolean errorsGrouped(CountFact.ErrorsGrouped fact) {
          return false;
        }

        @Override
        public Boolean scoped(CountFact.Scoped fact) {
          return false;
        }

        @Override
        public Boolean elsewhere(CountFact.Elsewhere fact) {
          return false;
        }
      };

  private final List<Entry> made = new ArrayList<>();
  private final Map<String, String> out = new LinkedHashMap<>();
  private final Set<String> again = new HashSet<>();
  private final Set<String> uncounted = new HashSet<>();
  private int jobs;
  private Choices now = Choices.NONE;

  Choices now() {
    return now;
  }

  void add(Entry.LeftOut left) {
    made.add(left);
    out.put(left.cell(), left.reason());
    changed();
  }

  /** Tells whether the cell was left out before. */
  boolean add(Entry.Again wanted) {
    made.add(wanted);
    var wasOut = out.remove(wanted.cell()) != null;
    again.add(wanted.cell());
    uncounted.add(wanted.cell());
    changed();
    return wasOut;
  }

  /** A decode job ended well: every cell that was asked for once more was in it. */
  void decoded() {
    jobs++;
    again.clear();
    changed();
  }

  /** A cell has its rows, by a step of its own. */
  void made(String cell) {
    if (again.remove(cell)) {
      changed();
    }
  }

  /** What was counted of a cell by validation is counted anew. */
  void counted(Role by, CountFact fact) {
    if (by == Role.VALIDATES && fact.acceptCount(COUNTS) && uncounted.remove(fact.cell())) {
      changed();
    }
  }

  private void changed() {
    now = new Choices(made, out, again, uncounted, jobs);
  }
}
