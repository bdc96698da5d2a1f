package dev.backfill.run;

import dev.backfill.journal.Entry;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds what the operator chose about cells; copies it only when it changes. */
final class ChoiceFold {
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

  void observed(Entry.Observed one) {
    if (one.stage() == StageKind.VALIDATE
        && one.topic().equals(Validated.COUNTS)
        && uncounted.remove(
            one.value().path("type").asText() + "@" + one.value().path("day").asText())) {
      changed();
    }
  }

  private void changed() {
    now = new Choices(made, out, again, uncounted, jobs);
  }
}
