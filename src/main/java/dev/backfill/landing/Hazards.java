package dev.backfill.landing;

import dev.backfill.fact.CountFact.Elsewhere;
import dev.backfill.fact.CountFact.Elsewhere.Place;
import dev.backfill.plan.Cell;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.text.Amounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What to know before a rewrite overwrites production, in sentences: where else production holds
 * what it takes out, what would bring it back, and what its own backup keeps. Every other kind of
 * run has none.
 */
public final class Hazards {
  private Hazards() {}

  /** The hazards of a run, as far as its validation looked. */
  public static List<String> of(RunView view) {
    if (view.plan().rewrite().isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<String>();
    sums(view).values().forEach(sum -> sum.lines(found));
    backup(view, found);
    return List.copyOf(found);
  }

  /** What the newest looks found in one table, over all days. */
  private static final class Sum {
    private final Place place;
    private final TreeSet<LocalDate> days = new TreeSet<>();
    private final TreeSet<String> why = new TreeSet<>();
    private long rows;
    private long same;
    private boolean isSameKnown;

    Sum(Place place) {
      this.place = place;
    }

    void add(LocalDate day, Place more) {
      more.why().ifPresent(why::add);
      rows += more.rows().orElse(0L);
      same += more.same().orElse(0L);
      isSameKnown |= more.same().isPresent();
      if (more.rows().orElse(0L) > 0) {
        days.add(day);
      }
    }

    void lines(List<String> found) {
      var isLive = place.role().equals(OtherPlaces.LIVE);
      if (rows > 0 && (isLive || same > 0 || !isSameKnown)) {
        found.add(
            place.table()
                + " still has "
                + number(rows)
                + " rows of "
                + days()
                + (isSameKnown ? ", " + number(same) + " of affected documents" : "")
                + (isLive
                    ? ": running the daily deduplication of such a day again brings the old rows"
                        + " back."
                    : isSameKnown ? "." : "; which of them are affected cannot be asked by id."));
      }
      why.forEach(
          one -> found.add(place.table() + " could not be asked for the same rows: " + one));
    }

    private String days() {
      var span = days.first() + (days.size() == 1 ? "" : " to " + days.last());
      return Amounts.of(days.size(), "day") + " (" + span + ")";
    }

    private static String number(long n) {
      return String.format(Locale.ROOT, "%,d", n);
    }
  }

  private static Map<String, Sum> sums(RunView view) {
    var newest = new LinkedHashMap<String, Elsewhere>();
    view.each(Role.VALIDATES, Elsewhere.class).forEach(one -> newest.put(one.cell(), one));
    var sums = new LinkedHashMap<String, Sum>();
    for (var one : newest.values()) {
      var cell = Cell.parse(one.cell());
      if (view.leftOut(cell).isEmpty()) {
        for (var place : one.places()) {
          sums.computeIfAbsent(place.table(), table -> new Sum(place)).add(cell.day(), place);
        }
      }
    }
    return sums;
  }

  private static void backup(RunView view, List<String> found) {
    var finish = view.plan().finish();
    if (!finish.backup()) {
      found.add(
          "The plan makes no backup (finalize.backup: false): once it is overwritten, only time"
              + " travel brings the former rows back, for as long as production keeps it.");
      return;
    }
    var until =
        finish.backupDays().map(days -> Amounts.of(days, "day") + " after it is made").orElse("");
    var end =
        finish.keepBackup()
            ? (until.isEmpty() ? "until someone deletes it" : "until " + until)
            : "until cleanup" + (until.isEmpty() ? "" : ", at most until " + until);
    found.add(
        "The backup keeps what is taken out of production, in "
            + view.plan().backups(view.opened().run())
            + ", "
            + end
            + ". Where that must not be, finalize.backup_days lets it expire, and finalize.backup:"
            + " false makes none.");
  }
}
