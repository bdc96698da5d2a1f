package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.TreeMap;

/**
 * A cell whose documents were staged, or some hours of it.
 *
 * @param cell the cell's key
 * @param rows what the staged table holds of the cell since then
 * @param bytes what the query read
 * @param slotMillis what it took
 * @param slice which of the day's slices it was, from 1; 0 when one query took the whole day
 */
public record Staged(String cell, long rows, long bytes, long slotMillis, int slice)
    implements Fact {
  static final String TOPIC = "staged";

  /** A cell that one query took. */
  public Staged(String cell, long rows, long bytes, long slotMillis) {
    this(cell, rows, bytes, slotMillis, 0);
  }

  /** What a cell's slices came to, as far as they were staged, each counted once. */
  public static Staged sum(List<Staged> slices) {
    var newest = new TreeMap<Integer, Staged>();
    for (var one : slices) {
      if (one.slice <= 1) {
        newest.clear();
      }
      newest.put(one.slice, one);
    }
    var last = slices.get(slices.size() - 1);
    var all = newest.values();
    return new Staged(
        last.cell,
        last.rows,
        all.stream().mapToLong(Staged::bytes).sum(),
        all.stream().mapToLong(Staged::slotMillis).sum());
  }

  static Staged read(Members members) {
    return new Staged(
        members.text("cell"),
        members.number("rows"),
        members.number("bytes"),
        members.number("slot_millis"),
        Math.toIntExact(members.number("slice")));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("cell", cell)
            .put("rows", rows)
            .put("bytes", bytes)
            .put("slot_millis", slotMillis);
    return slice == 0 ? node : node.put("slice", slice);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.staged(this);
  }
}
