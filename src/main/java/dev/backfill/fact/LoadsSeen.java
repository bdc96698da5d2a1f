package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The BigQuery jobs by which a decode job's rows come into its tables, so far.
 *
 * @param prefix what their ids begin with
 * @param tables by the table's name
 */
public record LoadsSeen(String job, String prefix, SortedMap<String, Loads> tables)
    implements JobFact {
  static final String TOPIC = "loads";

  /** Stands for the tables that parts of large ones are loaded into, to be copied from there. */
  public static final String TEMPORARY = "temporary tables";

  /**
   * The loads into one table.
   *
   * @param rows that the done ones wrote; empty while BigQuery does not say
   */
  public record Loads(long done, long underWay, long failed, Optional<Long> rows) {}

  public LoadsSeen {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  static LoadsSeen read(Members members) {
    var tables = new TreeMap<String, Loads>();
    for (Map.Entry<String, JsonNode> one : members.under("tables")) {
      var table = new Members(one.getValue());
      tables.put(
          one.getKey(),
          new Loads(
              table.number("done"),
              table.number("under_way"),
              table.number("failed"),
              table.ifNumber("rows")));
    }
    return new LoadsSeen(members.text("job"), members.text("prefix"), tables);
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode().put("job", job).put("prefix", prefix);
    var all = node.putObject("tables");
    tables.forEach(
        (name, loads) -> {
          var one =
              all.putObject(name)
                  .put("done", loads.done())
                  .put("under_way", loads.underWay())
                  .put("failed", loads.failed());
          loads.rows().ifPresent(n -> one.put("rows", n));
        });
    return node;
  }

  @Override
  public <T> T acceptJob(Visitor<T> visitor) {
    return visitor.loads(this);
  }
}
