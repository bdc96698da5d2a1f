package dev.backfill.ui.model;

import dev.backfill.fact.CountFact.ErrorsGrouped;
import dev.backfill.fact.CountFact.ErrorsGrouped.Group;
import dev.backfill.plan.Cell;
import dev.backfill.run.Inspection;
import dev.backfill.run.Inspection.Breakdown;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** The open cell of a counts table, with what is asked about it on demand. */
public final class CellModel {
  private final Asker asker;
  private final ObjectProperty<Answered<Breakdown>> hours = unasked();
  private final ObjectProperty<Answered<Breakdown>> channels = unasked();
  private final ObjectProperty<Answered<List<Group>>> errors = unasked();
  private Optional<Cell> cell = Optional.empty();
  private int opened;

  /** Asks a cloud elsewhere, and tells on the window's thread. */
  public interface Asker {
    <T> void ask(Function<Inspection, T> question, Consumer<T> answered, Consumer<String> failed);
  }

  public CellModel(Asker asker) {
    this.asker = asker;
  }

  /** Opens a cell: what was asked about another is forgotten, and its answers come to nothing. */
  public void open(RunView view, Cell now) {
    opened++;
    cell = Optional.of(now);
    hours.set(new Answered.Unasked<>());
    channels.set(new Answered.Unasked<>());
    errors.set(
        kept(view, now)
            .<Answered<List<Group>>>map(Answered.There::new)
            .orElseGet(Answered.Unasked::new));
  }

  /** Whether what a cloud said then still is so: no stage of the run has begun or ended since. */
  public static boolean holds(RunView then, RunView now) {
    return states(then).equals(states(now));
  }

  private static List<State> states(RunView view) {
    return view.stages().stream().map(StageView::state).toList();
  }

  /** Asks for the cell by hour, unless that was done. */
  public void askHours() {
    ask(hours, Inspection::hours);
  }

  /** Asks for the cell by release channel, unless that was done. */
  public void askChannels() {
    ask(channels, Inspection::channels);
  }

  /** Asks for the cell's error rows, unless validation kept them or that was done. */
  public void askErrors() {
    ask(errors, Inspection::errors);
  }

  public ObjectProperty<Answered<Breakdown>> hours() {
    return hours;
  }

  public ObjectProperty<Answered<Breakdown>> channels() {
    return channels;
  }

  public ObjectProperty<Answered<List<Group>>> errors() {
    return errors;
  }

  private <T> void ask(
      ObjectProperty<Answered<T>> answer,
      java.util.function.BiFunction<Inspection, Cell, T> question) {
    var mayAsk =
        answer
            .get()
            .match(new Answered.Cases<T, Boolean>(() -> true, () -> false, t -> false, f -> true));
    if (cell.isEmpty() || !mayAsk) {
      return;
    }
    var now = opened;
    var about = cell.get();
    answer.set(new Answered.Asking<>());
    asker.ask(
        inspection -> question.apply(inspection, about),
        found -> set(now, answer, new Answered.There<>(found)),
        why -> set(now, answer, new Answered.Failed<>(why)));
  }

  private <T> void set(int asked, ObjectProperty<Answered<T>> answer, Answered<T> found) {
    if (asked == opened) {
      answer.set(found);
    }
  }

  /** The error rows as validation grouped them last. */
  private static Optional<List<Group>> kept(RunView view, Cell cell) {
    return view.each(Role.VALIDATES, ErrorsGrouped.class).stream()
        .filter(one -> one.cell().equals(cell.key()))
        .reduce((first, second) -> second)
        .map(ErrorsGrouped::groups);
  }

  private static <T> ObjectProperty<Answered<T>> unasked() {
    return new SimpleObjectProperty<>(new Answered.Unasked<>());
  }
}
