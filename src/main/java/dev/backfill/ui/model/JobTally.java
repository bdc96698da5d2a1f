package dev.backfill.ui.model;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.JobMeasured.StepMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.LoadsSeen.Loads;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.ui.model.JobPicture.LoadCount;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest figures of a decode job: what was staged for it, counted, measured and loaded. */
final class JobTally {
  private final Map<String, Long> staged = new HashMap<>();
  private Collection<String> cells = List.of();
  private CounterSums counters = CounterSums.NONE;
  private Optional<JobMeasured> measured = Optional.empty();
  private Optional<LoadsSeen> loads = Optional.empty();
  private final Map<String, Long> stagedByType = new HashMap<>();
  private boolean summed;
  private List<TypeNames> names = List.of();
  private Optional<Known> known = Optional.empty();

  /** What a type is called where it is looked up, hundreds of times with each report. */
  private record TypeNames(
      String type, String table, String errorTable, String rowsCounter, String errorsCounter) {
    static TypeNames of(Plan plan, DocumentType type) {
      return new TypeNames(
          type.toString(),
          plan.written(type).toString(),
          plan.errors(type).toString(),
          DecodeJob.ROWS + type,
          DecodeJob.ERRORS + type);
    }
  }

  /**
   * The types of which is known what was staged; all of the plan's while nothing is.
   *
   * @param tables that their rows are written to
   * @param errorTables that their error rows are written to
   */
  record Known(int types, Set<String> tables, Set<String> errorTables) {
    private static Known of(List<TypeNames> types) {
      return new Known(
          types.size(),
          types.stream().map(TypeNames::table).collect(Collectors.toSet()),
          types.stream().map(TypeNames::errorTable).collect(Collectors.toSet()));
    }
  }

  private List<TypeNames> names(Plan of) {
    if (names.isEmpty()) {
      names = of.documents().stream().map(type -> TypeNames.of(of, type)).toList();
    }
    return names;
  }

  /** Forgets the job; what was staged stays staged. */
  void clear() {
    cells = List.of();
    counters = CounterSums.NONE;
    measured = Optional.empty();
    loads = Optional.empty();
    summed = false;
  }

  /** Forgets everything. */
  void clearAll() {
    staged.clear();
    // Another run may write the same types elsewhere.
    names = List.of();
    clear();
  }

  void staged(Staged fact) {
    staged.put(fact.cell(), fact.rows());
    summed = false;
  }

  /** The cells that the job decodes; all that were staged until it is known. */
  void cells(Collection<String> keys) {
    if (!keys.isEmpty() && !keys.equals(cells)) {
      cells = keys;
      summed = false;
    }
  }

  /** Records by type; -1 for a type of which a cell is not known to be staged. */
  private Map<String, Long> stagedByType() {
    // Once for thousands of cells, and not with each of them.
    if (!summed) {
      summed = true;
      known = Optional.empty();
      sum();
    }
    return stagedByType;
  }

  private void sum() {
    stagedByType.clear();
    for (var key : cells.isEmpty() ? staged.keySet() : cells) {
      var rows = staged.getOrDefault(key, -1L);
      var type = Cell.parse(key).type().toString();
      stagedByType.merge(type, rows, (sum, more) -> sum < 0 || more < 0 ? -1L : sum + more);
    }
  }

  void counters(CounterSums newest) {
    counters = newest;
  }

  void measured(JobMeasured fact) {
    measured = Optional.of(fact);
  }

  void loads(LoadsSeen fact) {
    loads = Optional.of(fact);
  }

  Optional<JobMeasured> measured() {
    return measured;
  }

  /** What the ids of the load jobs begin with; empty before one was seen. */
  Optional<String> loadPrefix() {
    return loads.map(LoadsSeen::prefix);
  }

  boolean hasCounters() {
    return counters.isOwn();
  }

  /** All records to decode; 0 when that is not known. */
  long staged() {
    return stagedByType().containsValue(-1L)
        ? 0
        : stagedByType().values().stream().mapToLong(Long::longValue).sum();
  }

  private Optional<Long> staged(String type) {
    return Optional.ofNullable(stagedByType().get(type)).filter(rows -> rows >= 0);
  }

  /** The same types with each report, until another is staged or the job is for others. */
  Known known(Plan plan) {
    var byType = stagedByType();
    if (known.isEmpty()) {
      var staged =
          names(plan).stream().filter(one -> byType.getOrDefault(one.type(), -1L) >= 0).toList();
      known = Optional.of(Known.of(staged.isEmpty() ? names(plan) : staged));
    }
    return known.get();
  }

  /** Records that decode was given. */
  long read() {
    var own = counters.own(DecodeJob.READ).orElse(0L);
    var service = step(DecodeJob.READ_STEP.strip()).flatMap(StepMeasured::elements).orElse(0L);
    return Math.max(Math.max(own, service), through());
  }

  /** Records of which decode is through. */
  long through() {
    return counters.through();
  }

  boolean isAllRead() {
    return staged() > 0 && read() >= staged();
  }

  long rows() {
    return counters.rows();
  }

  long errors() {
    return counters.errors();
  }

  private Optional<Long> counted(String counter) {
    return hasCounters() ? Optional.of(counters.own(counter).orElse(0L)) : Optional.empty();
  }

  Optional<StepMeasured> step(String name) {
    return measured.map(fact -> fact.steps().get(name));
  }

  Optional<Duration> time(String step) {
    return step(step).flatMap(StepMeasured::millis).map(Duration::ofMillis);
  }

  /** The loads into the tables that a predicate takes; empty when none can be told of. */
  Optional<LoadCount> loads(Predicate<String> tables) {
    return loads.map(
        seen ->
            into(seen, tables)
                .map(one -> new LoadCount(one.done(), one.underWay(), one.failed()))
                .reduce(new LoadCount(0, 0, 0), LoadCount::plus));
  }

  /** The rows that they brought. */
  Optional<Long> loaded(Predicate<String> tables) {
    return loads.flatMap(
        seen -> into(seen, tables).flatMap(one -> one.rows().stream()).reduce(Long::sum));
  }

  private static Stream<Loads> into(LoadsSeen seen, Predicate<String> tables) {
    return seen.tables().entrySet().stream()
        .filter(one -> tables.test(one.getKey()))
        .map(Map.Entry::getValue);
  }

  boolean hasLoads() {
    return loads.filter(seen -> !seen.tables().isEmpty()).isPresent();
  }

  /** A line for each document type of the job. */
  List<TypeLine> types(Plan plan) {
    return names(plan).stream()
        .filter(names -> cells.isEmpty() || stagedByType().containsKey(names.type()))
        .map(this::line)
        .toList();
  }

  private TypeLine line(TypeNames names) {
    var into = loads.map(seen -> seen.tables().get(names.table()));
    var type = names.type();
    return new TypeLine(
        type,
        staged(type),
        counted(names.rowsCounter()),
        counted(names.errorsCounter()),
        into.flatMap(Loads::rows),
        loads.map(
            seen ->
                into.map(one -> new LoadCount(one.done(), one.underWay(), one.failed()))
                    .orElse(new LoadCount(0, 0, 0))));
  }
}
