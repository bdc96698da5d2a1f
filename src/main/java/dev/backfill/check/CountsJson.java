package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.Counts.Rejected;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.Counts.Values;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Rewrite.Mode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts as JSON, for journals and reports; an unknown side is left out. */
public final class CountsJson {
  private CountsJson() {}

  public static ObjectNode write(Counts counts) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("type", counts.cell().type().toString());
    node.put("day", counts.cell().day().toString());
    counts.pbd().ifPresent(side -> side(node.putObject("pbd"), side));
    counts.live().ifPresent(side -> side(node.putObject("live"), side));
    counts.stable().ifPresent(side -> side(node.putObject("stable"), side));
    counts.backfill().ifPresent(side -> side(node.putObject("backfill"), side));
    counts.staged().ifPresent(side -> side(node.putObject("staged"), side));
    counts.errors().ifPresent(errors -> node.put("errors", errors));
    counts.sets().ifPresent(sets -> sets(node.putObject("sets"), sets));
    counts.outside().ifPresent(rows -> node.put("outside", rows));
    counts.leftovers().ifPresent(names -> names.forEach(node.putArray("leftovers")::add));
    counts.values().ifPresent(values -> values(node.putObject("values"), values));
    counts.rewritten().ifPresent(one -> rewritten(node.putObject("rewritten"), one));
    counts.rejected().ifPresent(one -> rejected(node.putObject("rejected"), one));
    return node;
  }

  public static Counts read(JsonNode node) {
    var cell =
        new Cell(
            DocumentType.parse(node.path("type").asText()),
            LocalDate.parse(node.path("day").asText()));
    return new Counts(
        cell,
        side(node, "pbd"),
        side(node, "live"),
        side(node, "stable"),
        side(node, "backfill"),
        side(node, "staged"),
        number(node, "errors"),
        sets(node),
        number(node, "outside"),
        node.has("leftovers") ? Optional.of(texts(node.get("leftovers"))) : Optional.empty(),
        values(node),
        rewritten(node),
        rejected(node.path("rejected")));
  }

  private static void rewritten(ObjectNode node, Rewritten rewritten) {
    node.put("mode", rewritten.mode().id());
    rewritten.affected().ifPresent(rows -> node.put("affected", rows));
    rewritten.left().ifPresent(rows -> node.put("left", rows));
  }

  private static Optional<Rewritten> rewritten(JsonNode counts) {
    var node = counts.path("rewritten");
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Rewritten(
                Mode.of(node.path("mode").asText()),
                number(node, "affected"),
                number(node, "left")));
  }

  private static Optional<Long> number(JsonNode node, String name) {
    return node.has(name) ? Optional.of(node.get(name).asLong()) : Optional.empty();
  }

  private static void rejected(ObjectNode node, Rejected one) {
    node.put("caught", one.caught()).put("kinds", one.kinds()).put("patterns", one.patterns());
    side(node.putObject("decoded"), one.decoded());
    node.put("fresh", one.fresh());
    side(node.putObject("present"), one.present());
    node.put("later", one.later()).put("strange", one.strange()).put("named", one.named());
    one.additional().ifPresent(rows -> node.put("additional", rows));
    one.held().ifPresent(rows -> node.put("held", rows));
    for (var share : one.nulls()) {
      node.withArrayProperty("nulls")
          .addObject()
          .put("column", share.column())
          .put("null", share.nulls())
          .put("rows", share.rows())
          .put("stable_null", share.stableNulls())
          .put("stable_rows", share.stableRows());
    }
    if (one.byTemplate()) {
      node.put("by_template", true);
    }
  }

  private static Optional<Rejected> rejected(JsonNode node) {
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                node.path("caught").asLong(),
                node.path("kinds").asLong(),
                node.path("patterns").asInt(),
                side(node, "decoded").orElseThrow(),
                node.path("fresh").asLong(),
                side(node, "present").orElseThrow(),
                node.path("later").asLong(),
                node.path("strange").asLong(),
                node.path("named").asLong(),
                node.has("additional")
                    ? Optional.of(node.path("additional").asLong())
                    : Optional.empty(),
                node.has("held") ? Optional.of(node.path("held").asLong()) : Optional.empty(),
                nulls(node.path("nulls")),
                node.path("by_template").asBoolean(false)));
  }

  private static List<NullShare> nulls(JsonNode array) {
    var shares = new ArrayList<NullShare>();
    array.forEach(
        one ->
            shares.add(
                new NullShare(
                    one.path("column").asText(),
                    one.path("null").asLong(),
                    one.path("rows").asLong(),
                    one.path("stable_null").asLong(),
                    one.path("stable_rows").asLong())));
    return shares;
  }

  private static void values(ObjectNode node, Values values) {
    values.outside().ifPresent(number -> node.put("outside", number));
    node.put("metadata", values.metadata());
  }

  private static Optional<Values> values(JsonNode counts) {
    var node = counts.path("values");
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(new Values(number(node, "outside"), node.path("metadata").asLong()));
  }

  private static void side(ObjectNode node, Side side) {
    node.put("rows", side.rows()).put("distinct", side.distinct()).put("null_ids", side.nullIds());
  }

  private static Optional<Side> side(JsonNode counts, String name) {
    var node = counts.path(name);
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Side(
                node.path("rows").asLong(),
                node.path("distinct").asLong(),
                node.path("null_ids").asLong()));
  }

  private static void sets(ObjectNode node, Sets sets) {
    node.put("missing", sets.missing()).put("extra", sets.extra());
    sets.missingSamples().forEach(node.putArray("missing_samples")::add);
    sets.extraSamples().forEach(node.putArray("extra_samples")::add);
  }

  private static Optional<Sets> sets(JsonNode counts) {
    var node = counts.path("sets");
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Sets(
                node.path("missing").asLong(),
                node.path("extra").asLong(),
                texts(node.path("missing_samples")),
                texts(node.path("extra_samples"))));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
