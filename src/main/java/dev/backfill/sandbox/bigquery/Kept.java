package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Set;

/**
 * Which fields of a resource clients may set. Those that the service answers are passed over when
 * they come back; any other is refused, so that nothing is taken that would not be honoured.
 *
 * @param what the resource's name, for messages
 * @param taken fields that are kept
 * @param answered fields that the service fills
 * @param longs those of the taken ones that are 64-bit numbers, which travel as text
 */
record Kept(String what, Set<String> taken, Set<String> answered, Set<String> longs) {
  static final Kept DATASET =
      new Kept(
          "dataset",
          Set.of(
              "access",
              "friendlyName",
              "description",
              "labels",
              "location",
              "defaultTableExpirationMs",
              "defaultPartitionExpirationMs",
              "defaultCollation",
              "defaultRoundingMode",
              "defaultEncryptionConfiguration",
              "isCaseInsensitive",
              "maxTimeTravelHours",
              "storageBillingModel"),
          Set.of(
              "kind",
              "id",
              "etag",
              "selfLink",
              "datasetReference",
              "creationTime",
              "lastModifiedTime",
              "type"),
          Set.of("defaultTableExpirationMs", "defaultPartitionExpirationMs", "maxTimeTravelHours"));

  static final Kept TABLE =
      new Kept(
          "table",
          Set.of(
              "schema",
              "timePartitioning",
              "clustering",
              "friendlyName",
              "description",
              "labels",
              "expirationTime",
              "requirePartitionFilter",
              "view",
              "materializedView",
              "externalDataConfiguration",
              "encryptionConfiguration",
              "defaultCollation",
              "defaultRoundingMode",
              "maxStaleness",
              "tableConstraints"),
          Set.of(
              "kind",
              "id",
              "etag",
              "selfLink",
              "tableReference",
              "type",
              "location",
              "creationTime",
              "lastModifiedTime",
              "numRows",
              "numBytes",
              "numLongTermBytes",
              "numActiveLogicalBytes",
              "numTotalLogicalBytes",
              "numPartitions",
              "snapshotDefinition"),
          Set.of("expirationTime"));

  /** What of a new resource is kept; a field that is null is as good as absent. */
  ObjectNode of(JsonNode body) {
    var kept = patch(body);
    withoutNulls(kept);
    return kept;
  }

  /** What of a change is kept; a field that is null removes what is there. */
  ObjectNode patch(JsonNode body) {
    var kept = Store.JSON.createObjectNode();
    for (var field : body.properties()) {
      var name = field.getKey();
      if (taken.contains(name)) {
        kept.set(name, field.getValue().deepCopy());
      } else if (!answered.contains(name) && !field.getValue().isNull()) {
        throw ApiException.unsupported("The field " + name + " of a " + what);
      }
    }
    longs.forEach(name -> toText(kept, name));
    if (kept.path("timePartitioning") instanceof ObjectNode partitioning) {
      toText(partitioning, "expirationMs");
    }
    return kept;
  }

  /** A 64-bit number may be sent as one, and is answered as text. */
  private static void toText(ObjectNode resource, String name) {
    var value = resource.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    try {
      resource.put(name, Long.toString(Long.parseLong(value.asText())));
    } catch (NumberFormatException notANumber) {
      throw ApiException.invalid("Invalid value for " + name + ": " + value + " is not a number.");
    }
  }

  private static void withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var empty = new ArrayList<String>();
      object
          .properties()
          .forEach(
              f -> {
                if (f.getValue().isNull()) {
                  empty.add(f.getKey());
                }
              });
      object.remove(empty);
    }
    node.forEach(Kept::withoutNulls);
  }
}
