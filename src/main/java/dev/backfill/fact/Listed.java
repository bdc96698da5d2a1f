package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.confirm.DeleteInventory.Group;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the target held when it was listed, before anything was deleted.
 *
 * @param digest what is in it, in eight digits
 * @param phrase what deletes what the run made; empty when there is nothing of it
 * @param phraseOfEverything what deletes all of it; empty when that is no more
 * @param left what is not deleted whatever is chosen
 */
public record Listed(
    String digest,
    String phrase,
    String phraseOfEverything,
    List<Table> tables,
    List<Dataset> datasets,
    List<Bucket> buckets,
    List<Left> left)
    implements Fact {
  static final String TOPIC = "inventory";

  /**
   * A table, or whatever else a dataset holds.
   *
   * @param kind in a word
   */
  public record Table(
      String name, String kind, long rows, long bytes, Optional<Instant> modified, Group group) {}

  /** A dataset; the note is empty when there is nothing to know of it. */
  public record Dataset(String name, Optional<Instant> created, Group group, String note) {}

  /**
   * A bucket.
   *
   * @param objects how many objects it holds
   * @param softDeleteDays how long they can be restored; 0 for not at all
   * @param modified when its newest object was written; empty when it has none
   */
  public record Bucket(
      String name,
      Optional<Instant> created,
      Optional<Instant> modified,
      long objects,
      long bytes,
      long softDeleteDays,
      Group group,
      String note) {}

  /** A thing that stays, and why. */
  public record Left(String name, String why) {}

  public Listed {
    tables = List.copyOf(tables);
    datasets = List.copyOf(datasets);
    buckets = List.copyOf(buckets);
    left = List.copyOf(left);
  }

  static Listed read(Members members) {
    return new Listed(
        members.ifText("digest").orElse(""),
        members.ifText("phrase").orElse(""),
        members.ifText("phrase_everything").orElse(""),
        members.each("tables", Listed::table),
        members.each("datasets", Listed::dataset),
        members.each("buckets", Listed::bucket),
        members.each("left", one -> new Left(one.text("name"), one.ifText("why").orElse(""))));
  }

  private static Table table(Members one) {
    return new Table(
        one.text("name"),
        one.ifText("kind").orElse("table"),
        one.number("rows"),
        one.number("bytes"),
        one.ifTime("modified"),
        group(one));
  }

  private static Dataset dataset(Members one) {
    return new Dataset(
        one.text("name"), one.ifTime("created"), group(one), one.ifText("note").orElse(""));
  }

  private static Bucket bucket(Members one) {
    return new Bucket(
        one.text("name"),
        one.ifTime("created"),
        one.ifTime("modified"),
        one.number("objects"),
        one.number("bytes"),
        one.number("soft_delete_days"),
        group(one),
        one.ifText("note").orElse(""));
  }

  // Journals of earlier versions know no groups: all that they list was to go.
  private static Group group(Members one) {
    return one.ifText("group").filter(word(Group.OTHERS)::equals).isPresent()
        ? Group.OTHERS
        : Group.RUN;
  }

  private static String word(Group group) {
    return switch (group) {
      case RUN -> "run";
      case OTHERS -> "others";
    };
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("digest", digest).put("phrase", phrase).put("phrase_everything", phraseOfEverything);
    var all = node.putArray("tables");
    tables.forEach(table -> write(table, all.addObject()));
    var sets = node.putArray("datasets");
    datasets.forEach(dataset -> write(dataset, sets.addObject()));
    var stores = node.putArray("buckets");
    buckets.forEach(bucket -> write(bucket, stores.addObject()));
    var stays = node.putArray("left");
    left.forEach(one -> stays.addObject().put("name", one.name()).put("why", one.why()));
    return node;
  }

  private static void write(Table table, ObjectNode line) {
    line.put("name", table.name())
        .put("kind", table.kind())
        .put("rows", table.rows())
        .put("bytes", table.bytes());
    table.modified().ifPresent(at -> line.put("modified", at.toString()));
    line.put("group", word(table.group()));
  }

  private static void write(Dataset dataset, ObjectNode line) {
    dataset.created().ifPresent(at -> line.put("created", at.toString()));
    line.put("name", dataset.name())
        .put("group", word(dataset.group()))
        .put("note", dataset.note());
  }

  private static void write(Bucket bucket, ObjectNode line) {
    bucket.created().ifPresent(at -> line.put("created", at.toString()));
    bucket.modified().ifPresent(at -> line.put("modified", at.toString()));
    line.put("name", bucket.name())
        .put("objects", bucket.objects())
        .put("bytes", bucket.bytes())
        .put("soft_delete_days", bucket.softDeleteDays())
        .put("group", word(bucket.group()))
        .put("note", bucket.note());
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.listed(this);
  }
}
