package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.confirm.Fingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was read of, kept of and done to production's partitions. */
public sealed interface ProductionFact extends Fact {

  /** Applies the method of the kind that this is. */
  <T> T acceptProduction(Visitor<T> visitor);

  @Override
  default <T> T accept(Fact.Visitor<T> visitor) {
    return visitor.production(this);
  }

  /** A method for each kind. */
  interface Visitor<T> {
    T backedUp(BackedUp fact);

    T copied(Copied fact);

    T restored(Restored fact);

    T packetMade(PacketMade fact);

    T drifted(Drifted fact);

    T errorsDeleted(ErrorsDeleted fact);

    T errorsReturned(ErrorsReturned fact);
  }

  /**
   * A partition that is kept.
   *
   * @param cell the cell's key
   * @param partition where it is kept
   * @param of production, which it holds; journals of before noted so what an undo left, too
   */
  record BackedUp(String cell, String partition, long rows, Fingerprint of)
      implements ProductionFact {
    static final String TOPIC = "backup";

    static BackedUp read(Members members) {
      return new BackedUp(
          members.text("cell"),
          members.text("partition"),
          members.number("rows"),
          FingerprintJson.read(members.object("of")));
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
              .put("partition", partition)
              .put("rows", rows);
      node.set("of", FingerprintJson.write(of));
      return node;
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.backedUp(this);
    }
  }

  /**
   * Rejected documents that were deleted from production's error table.
   *
   * @param cell the cell's key
   * @param job what deleted them
   * @param kept where they are kept; empty when they are not
   */
  record ErrorsDeleted(String cell, String job, long rows, String kept) implements ProductionFact {
    static final String TOPIC = "errors_deleted";

    static ErrorsDeleted read(Members members) {
      return new ErrorsDeleted(
          members.text("cell"), members.text("job"), members.number("rows"), members.text("kept"));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("cell", cell)
          .put("job", job)
          .put("rows", rows)
          .put("kept", kept);
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.errorsDeleted(this);
    }
  }

  /**
   * Such documents that were added again from where they were kept.
   *
   * @param cell the cell's key
   * @param job what added them
   */
  record ErrorsReturned(String cell, String job, long rows) implements ProductionFact {
    static final String TOPIC = "errors_returned";

    static ErrorsReturned read(Members members) {
      return new ErrorsReturned(members.text("cell"), members.text("job"), members.number("rows"));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("cell", cell)
          .put("job", job)
          .put("rows", rows);
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.errorsReturned(this);
    }
  }

  /**
   * A partition that was written, proved or not.
   *
   * @param cell the cell's key
   * @param job what wrote it
   * @param before production before it; empty when that was not seen
   * @param after production after it
   */
  record Copied(String cell, String job, Optional<Fingerprint> before, Fingerprint after)
      implements ProductionFact {
    static final String TOPIC = "copied";

    static Copied read(Members members) {
      return new Copied(
          members.text("cell"),
          members.text("job"),
          members.ifObject("before").map(FingerprintJson::read),
          FingerprintJson.read(members.object("after")));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell).put("job", job);
      before.ifPresent(print -> node.set("before", FingerprintJson.write(print)));
      node.set("after", FingerprintJson.write(after));
      return node;
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.copied(this);
    }
  }

  /**
   * A partition whose backup was put back, proved or not.
   *
   * @param cell the cell's key
   * @param after production after it
   */
  record Restored(String cell, String job, Fingerprint after) implements ProductionFact {
    static final String TOPIC = "restored";

    static Restored read(Members members) {
      return new Restored(
          members.text("cell"), members.text("job"), FingerprintJson.read(members.object("after")));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("cell", cell).put("job", job);
      node.set("after", FingerprintJson.write(after));
      return node;
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.restored(this);
    }
  }

  /**
   * A packet that was written for others.
   *
   * @param commands the exact commands, quoted for a POSIX shell, one for each partition
   */
  record PacketMade(String file, String digest, Instant expires, List<String> commands)
      implements ProductionFact {
    static final String TOPIC = "packet";

    public PacketMade {
      commands = List.copyOf(commands);
    }

    static PacketMade read(Members members) {
      return new PacketMade(
          members.text("file"),
          members.text("digest"),
          members.time("expires"),
          members.texts("commands"));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("file", file);
      node.put("digest", digest).put("expires", expires.toString());
      Members.put(node, "commands", commands);
      return node;
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.packetMade(this);
    }
  }

  /** A partition that was not as it was seen. */
  record Drifted(Fingerprint seen, Fingerprint now) implements ProductionFact {
    static final String TOPIC = "drift";

    static Drifted read(Members members) {
      return new Drifted(
          FingerprintJson.read(members.object("seen")),
          FingerprintJson.read(members.object("now")));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      node.set("seen", FingerprintJson.write(seen));
      node.set("now", FingerprintJson.write(now));
      return node;
    }

    @Override
    public <T> T acceptProduction(Visitor<T> visitor) {
      return visitor.drifted(this);
    }
  }
}
