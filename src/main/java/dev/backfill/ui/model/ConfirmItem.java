package dev.backfill.ui.model;

import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.ExceedBudget;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.confirm.TakeOver;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.TableKind;
import dev.backfill.text.Amounts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing of a question before it is destroyed.
 *
 * @param lost what is gone then
 * @param changed when that was changed last; empty where nothing is known of it
 * @param comes what stands there then; empty for a deletion
 */
public record ConfirmItem(String name, String lost, Optional<Instant> changed, String comes) {

  /** Every partition, table and bucket that a question is about, by its whole name. */
  public static List<ConfirmItem> of(ConfirmationRequest<?> request) {
    return request.items().stream().flatMap(ConfirmItem::of).toList();
  }

  private static Stream<ConfirmItem> of(Destruction destruction) {
    return destruction.accept(new Items());
  }

  private static final class Items implements Destruction.Visitor<Stream<ConfirmItem>> {
    @Override
    public Stream<ConfirmItem> replace(ReplacePartition what) {
      return partition(what.to(), what.production(), what.rowsThen());
    }

    @Override
    public Stream<ConfirmItem> append(AppendPartition what) {
      return partition(what.to(), what.production(), what.rowsAdded());
    }

    @Override
    public Stream<ConfirmItem> restore(RestorePartition what) {
      return partition(what.to(), what.production(), what.rowsThen());
    }

    @Override
    public Stream<ConfirmItem> delete(DeleteInventory what) {
      return of(what);
    }

    @Override
    public Stream<ConfirmItem> empty(EmptyTables what) {
      return of(what);
    }

    @Override
    public Stream<ConfirmItem> exceedBudget(ExceedBudget what) {
      return Stream.of(
          new ConfirmItem(what.project(), what.budget(), Optional.empty(), what.estimate()));
    }

    @Override
    public Stream<ConfirmItem> deleteErrors(DeleteErrorRows what) {
      return Stream.of(
          new ConfirmItem(
              what.table() + " " + what.cell().day(),
              Texts.of("confirm.rows", what.rows()),
              Optional.empty(),
              what.kept().map(Object::toString).orElseGet(() -> Texts.of("confirm.nowhere"))));
    }

    @Override
    public Stream<ConfirmItem> takeOver(TakeOver what) {
      return of(what);
    }
  }

  private static Stream<ConfirmItem> of(EmptyTables empty) {
    return empty.tables().stream()
        .map(
            table ->
                new ConfirmItem(
                    table.name().toString(),
                    Texts.of("confirm.table", table.rows(), Amounts.bytes(table.bytes())),
                    Optional.of(table.modified()),
                    table.makers().isEmpty()
                        ? Texts.of("confirm.unknown")
                        : String.join(", ", table.makers())));
  }

  private static Stream<ConfirmItem> of(TakeOver takeOver) {
    return takeOver.held().stream()
        .map(
            held ->
                new ConfirmItem(
                    held.name(),
                    Texts.of("confirm.run", held.holder().run()),
                    held.holder().since(),
                    held.holder().console()));
  }

  private static Stream<ConfirmItem> partition(ProductionPartition to, Fingerprint now, long then) {
    return Stream.of(
        new ConfirmItem(
            to.toString(),
            Texts.of("confirm.table", now.rows(), Amounts.bytes(now.bytes())),
            now.modified(),
            Texts.of("confirm.rows", then)));
  }

  private static Stream<ConfirmItem> of(DeleteInventory inventory) {
    var datasets =
        othersFirst(inventory.datasets(), DeleteInventory.DatasetLine::group)
            .map(
                d ->
                    new ConfirmItem(
                        d.name().toString(),
                        Texts.of("confirm.dataset"),
                        d.created(),
                        note(d.group(), d.note())));
    var tables =
        othersFirst(inventory.tables(), DeleteInventory.TableLine::group)
            .map(
                t ->
                    new ConfirmItem(
                        t.name().toString(),
                        t.kind() == TableKind.TABLE
                            ? Texts.of("confirm.table", t.rows(), Amounts.bytes(t.bytes()))
                            : t.kind().word(),
                        Optional.of(t.modified()),
                        note(t.group(), "")));
    var buckets =
        othersFirst(inventory.buckets(), DeleteInventory.BucketLine::group)
            .map(
                b ->
                    new ConfirmItem(
                        "gs://" + b.name(),
                        Texts.of("confirm.bucket", b.objects().size(), Amounts.bytes(b.bytes())),
                        b.modified().or(b::created),
                        note(b.group(), b.note())));
    return Stream.of(datasets, tables, buckets).flatMap(all -> all);
  }

  // What the run did not make is what one must not overlook.
  private static <T> Stream<T> othersFirst(List<T> lines, Function<T, Group> group) {
    return lines.stream().sorted(Comparator.comparing(group).reversed());
  }

  private static String note(Group group, String note) {
    return !note.isEmpty() ? note : group == Group.RUN ? "" : Texts.of("confirm.others");
  }
}
