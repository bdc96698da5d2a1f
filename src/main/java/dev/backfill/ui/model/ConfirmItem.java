package dev.backfill.ui.model;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.Texts;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing of a question before it is destroyed.
 *
 * @param lost what is gone then
 * @param comes what stands there then; empty for a deletion
 */
public record ConfirmItem(String name, String lost, String comes) {

  /** Every partition, table and bucket that a question is about. */
  public static List<ConfirmItem> of(ConfirmationRequest<?> request) {
    return request.items().stream().flatMap(ConfirmItem::of).toList();
  }

  private static Stream<ConfirmItem> of(Destruction destruction) {
    if (destruction instanceof ReplacePartition replace) {
      return partition(replace.to(), replace.rowsNow(), replace.rowsThen());
    }
    if (destruction instanceof RestorePartition restore) {
      return partition(restore.to(), restore.rowsNow(), restore.rowsThen());
    }
    return of((DeleteInventory) destruction);
  }

  private static Stream<ConfirmItem> partition(ProductionPartition to, long now, long then) {
    return Stream.of(
        new ConfirmItem(
            to.toString(), Texts.of("confirm.rows", now), Texts.of("confirm.rows", then)));
  }

  private static Stream<ConfirmItem> of(DeleteInventory inventory) {
    var datasets =
        inventory.datasets().stream()
            .map(d -> new ConfirmItem(d.name().toString(), Texts.of("confirm.dataset"), d.note()));
    var tables =
        inventory.tables().stream()
            .map(
                t ->
                    new ConfirmItem(
                        t.name().toString(),
                        Texts.of("confirm.table", t.rows(), Spans.bytes(t.bytes())),
                        ""));
    var buckets =
        inventory.buckets().stream()
            .map(
                b ->
                    new ConfirmItem(
                        "gs://" + b.name(),
                        Texts.of("confirm.bucket", b.objects().size(), Spans.bytes(b.bytes())),
                        ""));
    return Stream.of(datasets, tables, buckets).flatMap(all -> all);
  }
}
