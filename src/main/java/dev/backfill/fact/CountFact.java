package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.confirm.Fingerprint;
import java.util.List;
import java.util.Optional;

/** What was looked at and counted of one cell. */
public sealed interface CountFact extends Fact {
  /** The cell's key. */
  String cell();

  /** Applies the method of the kind that this is. */
  <T> T acceptCount(Visitor<T> visitor);

  @Override
  default <T> T accept(Fact.Visitor<T> visitor) {
    return visitor.count(this);
  }

  /** A method for each kind. */
  interface Visitor<T> {
    T fingerprinted(Fingerprinted fact);

    T counted(Counted fact);

    T errorsGrouped(ErrorsGrouped fact);

    T scoped(Scoped fact);

    T elsewhere(Elsewhere fact);
  }

  /**
   * A cell's partitions as they were when its counting began.
   *
   * @param staging empty when there was no such table
   * @param production empty when there was no such table
   */
  record Fingerprinted(String cell, Optional<Fingerprint> staging, Optional<Fingerprint> production)
      implements CountFact {
    static final String TOPIC = "fingerprints";

    static Fingerprinted read(Members members) {
      return new Fingerprinted(
          members.text("cell"),
          members.ifObject("staging").map(FingerprintJson::read),
          members.ifObject("production").map(FingerprintJson::read));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell);
      staging.ifPresent(print -> node.set("staging", FingerprintJson.write(print)));
      production.ifPresent(print -> node.set("production", FingerprintJson.write(print)));
      return node;
    }

    @Override
    public <T> T acceptCount(Visitor<T> visitor) {
      return visitor.fingerprinted(this);
    }
  }

  /** A cell's counts. */
  record Counted(Counts counts) implements CountFact {
    static final String TOPIC = "counts";

    static Counted read(Members members) {
      members.text("type");
      members.text("day");
      return new Counted(CountsJson.read(members.whole()));
    }

    @Override
    public String cell() {
      return counts.cell().key();
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      return CountsJson.write(counts);
    }

    @Override
    public <T> T acceptCount(Visitor<T> visitor) {
      return visitor.counted(this);
    }
  }

  /** A cell's error rows by type and message, the most frequent first. */
  record ErrorsGrouped(String cell, List<Group> groups) implements CountFact {
    static final String TOPIC = "error-rows";

    /** Error rows that say the same. */
    public record Group(String type, String message, long rows) {}

    public ErrorsGrouped {
      groups = List.copyOf(groups);
    }

    static ErrorsGrouped read(Members members) {
      return new ErrorsGrouped(
          members.text("cell"),
          members.each(
              "groups",
              one ->
                  new Group(
                      one.ifText("error_type").orElse(""),
                      one.ifText("message").orElse(""),
                      one.number("n_errors"))));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell);
      var all = node.putArray("groups");
      groups.forEach(
          one ->
              all.addObject()
                  .put("error_type", one.type())
                  .put("message", one.message())
                  .put("n_errors", one.rows()));
      return node;
    }

    @Override
    public <T> T acceptCount(Visitor<T> visitor) {
      return visitor.errorsGrouped(this);
    }
  }

  /**
   * How many rows of a cell a rewrite is for, before anything is done.
   *
   * @param rows of production's partition
   * @param affected those of them that the plan's predicate names; empty where it has none
   * @param bytes what the plan's query would read of the day
   */
  record Scoped(String cell, long rows, Optional<Long> affected, long bytes) implements CountFact {
    static final String TOPIC = "scope";

    static Scoped read(Members members) {
      return new Scoped(
          members.text("cell"),
          members.number("rows"),
          members.ifNumber("affected"),
          members.number("bytes"));
    }

    /** How many rows there are to rewrite: all, where the plan does not say which are affected. */
    public long toRewrite() {
      return affected.orElse(rows);
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell).put("rows", rows);
      affected.ifPresent(number -> node.put("affected", number));
      return node.put("bytes", bytes);
    }

    @Override
    public <T> T acceptCount(Visitor<T> visitor) {
      return visitor.scoped(this);
    }
  }

  /** Where else production holds what a rewrite is to take out of a cell. */
  record Elsewhere(String cell, List<Place> places) implements CountFact {
    static final String TOPIC = "elsewhere";

    /**
     * A table of production, and what it holds of the cell's day.
     *
     * @param role live, payload_bytes_decoded or payload_bytes_error
     * @param table its full name
     * @param rows of the document type; empty when they could not be asked for
     * @param same those of affected documents; empty when they could not be asked for, or the table
     *     has no ids to ask by
     * @param why why it could not be asked
     */
    public record Place(
        String role,
        String table,
        Optional<Long> rows,
        Optional<Long> same,
        Optional<String> why) {}

    public Elsewhere {
      places = List.copyOf(places);
    }

    static Elsewhere read(Members members) {
      return new Elsewhere(
          members.text("cell"),
          members.each(
              "places",
              one ->
                  new Place(
                      one.text("role"),
                      one.text("table"),
                      one.ifNumber("rows"),
                      one.ifNumber("same"),
                      one.ifText("why"))));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell);
      var all = node.putArray("places");
      for (var place : places) {
        var one = all.addObject().put("role", place.role()).put("table", place.table());
        place.rows().ifPresent(rows -> one.put("rows", rows));
        place.same().ifPresent(rows -> one.put("same", rows));
        place.why().ifPresent(why -> one.put("why", why));
      }
      return node;
    }

    @Override
    public <T> T acceptCount(Visitor<T> visitor) {
      return visitor.elsewhere(this);
    }
  }
}
