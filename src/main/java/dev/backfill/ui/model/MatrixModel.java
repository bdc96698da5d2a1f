package dev.backfill.ui.model;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Document types by days, each cell in the look of how it stands. */
public final class MatrixModel implements GridSource {
  // What needs no look: the rest is said beside its row.
  private static final Set<String> CALM = Set.of("", "pass", "done", "waiting");

  private static final List<String> GRAVEST =
      List.of(
          "fail",
          "failed",
          "refused",
          "unknown",
          "stopped",
          "again",
          "running",
          "undone",
          "accepted",
          "left_out",
          "skipped");

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

  private final List<String> types;
  private final List<LocalDate> days;
  private final Map<DocumentType, Integer> rowOf = new HashMap<>();
  // Days are no stretch: there may be others between two of them.
  private final Map<LocalDate, Integer> columnOf = new HashMap<>();
  private final Map<String, Integer> sums = new HashMap<>();
  private final Map<Enum<?>, String> wordOf = new HashMap<>();
  private final String[] looks;
  private final List<GridPlace.At> changed = new ArrayList<>();
  private final String words;

  private MatrixModel(List<String> types, List<LocalDate> days, String words, String look) {
    this.types = List.copyOf(types);
    this.days = List.copyOf(days);
    this.words = words;
    this.looks = new String[types.size() * days.size()];
    Arrays.fill(looks, look);
    sums.put(look, looks.length);
    for (var i = 0; i < types.size(); i++) {
      rowOf.put(DocumentType.parse(types.get(i)), i);
    }
    for (var i = 0; i < days.size(); i++) {
      columnOf.put(days.get(i), i);
    }
  }

  /** Whether a plan has more than one type and more than one day. */
  public static boolean fits(Plan plan) {
    return plan.documents().size() > 1 && plan.days().list().size() > 1;
  }

  /**
   * The cells of a plan.
   *
   * @param words the keys of the looks' words, {@code verdict} for one
   * @param look how all of them look at first
   */
  public static MatrixModel of(Plan plan, String words, String look) {
    return new MatrixModel(
        plan.documents().stream().map(Object::toString).toList(), plan.days().list(), words, look);
  }

  /** A cell stands otherwise; others than the plan's are left out. */
  public void set(Cell cell, Enum<?> standing) {
    place(cell).ifPresent(at -> set(at, wordOf.computeIfAbsent(standing, Texts::word)));
  }

  private void set(GridPlace.At at, String look) {
    var place = at.row() * days.size() + at.column();
    if (!looks[place].equals(look)) {
      sums.merge(looks[place], -1, Integer::sum);
      sums.merge(look, 1, Integer::sum);
      looks[place] = look;
      changed.add(at);
    }
  }

  /** The cells that changed since the last call. */
  public List<GridPlace.At> changed() {
    var now = List.copyOf(changed);
    changed.clear();
    return now;
  }

  /** The cell at a place, by its key. */
  public String cell(int row, int column) {
    return types.get(row) + "@" + days.get(column);
  }

  /** The place of a cell; empty when it is none of the plan's. */
  public Optional<GridPlace.At> place(Cell cell) {
    var row = rowOf.get(cell.type());
    var column = columnOf.get(cell.day());
    return row == null || column == null
        ? Optional.empty()
        : Optional.of(new GridPlace.At(row, column));
  }

  @Override
  public int rows() {
    return types.size();
  }

  @Override
  public int columns() {
    return days.size();
  }

  @Override
  public String row(int row) {
    return types.get(row);
  }

  /** The gravest that is not calm, and how many of it there are. */
  @Override
  public String note(int row) {
    var counts = new HashMap<String, Integer>();
    for (var i = 0; i < days.size(); i++) {
      counts.merge(look(row, i), 1, Integer::sum);
    }
    return GRAVEST.stream()
        .filter(counts::containsKey)
        .filter(look -> !CALM.contains(look))
        .findFirst()
        .map(look -> Texts.of("grid.note", counts.get(look), word(look)))
        .orElse("");
  }

  @Override
  public String column(int column) {
    return String.format(Locale.ROOT, "%02d", days.get(column).getDayOfMonth());
  }

  /** The month, where it begins or the days do; a day before its end has no room for it. */
  @Override
  public String group(int column) {
    var day = days.get(column);
    var room = day.lengthOfMonth() - day.getDayOfMonth() >= 4;
    return day.getDayOfMonth() == 1 || column == 0 && room ? MONTH.format(day) : "";
  }

  @Override
  public String look(int row, int column) {
    return looks[row * days.size() + column];
  }

  @Override
  public String text(int row, int column) {
    return Texts.of(
        "grid.cell", types.get(row), days.get(column).toString(), word(look(row, column)));
  }

  /** A look in words. */
  public String word(String look) {
    return Texts.of((look.equals("waiting") ? "state" : words) + "." + look);
  }

  /** How many cells there are of a look. */
  public int having(String look) {
    return sums.getOrDefault(look, 0);
  }
}
