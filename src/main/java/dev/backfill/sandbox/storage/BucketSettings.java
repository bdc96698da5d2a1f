package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a bucket can be set to. Lifecycle rules and the soft delete policy are kept and shown, and
 * change nothing: nothing here ages.
 */
final class BucketSettings {
  private static final long DAY = Duration.ofDays(1).toSeconds();
  // The service's limits: none, or 7 to 90 days; 7 days unless something else is said.
  private static final long LEAST_SECONDS = 7 * DAY;
  private static final long MOST_SECONDS = 90 * DAY;
  private static final int MOST_RULES = 100;
  private static final Set<String> ACTIONS =
      Set.of("Delete", "SetStorageClass", "AbortIncompleteMultipartUpload");
  private static final Set<String> CONDITIONS =
      Set.of(
          "age",
          "createdBefore",
          "customTimeBefore",
          "daysSinceCustomTime",
          "daysSinceNoncurrentTime",
          "isLive",
          "matchesPattern",
          "matchesPrefix",
          "matchesStorageClass",
          "matchesSuffix",
          "noncurrentTimeBefore",
          "numNewerVersions");
  private static final Set<String> CLASSES =
      Set.of("STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "MULTI_REGIONAL", "REGIONAL");

  /** What the service says of a bucket, and a client may send back. */
  private static final Set<String> ANSWERED =
      Set.of(
          "kind",
          "id",
          "selfLink",
          "name",
          "projectNumber",
          "generation",
          "metageneration",
          "etag",
          "timeCreated",
          "updated",
          "locationType");

  private static final Set<String> MULTI_REGIONS = Set.of("US", "EU", "ASIA");

  private BucketSettings() {}

  /** Puts the settings of a new bucket into its resource, and what holds where none is given. */
  static void create(ObjectNode resource, JsonNode wanted) {
    var location = wanted.path("location").asText("US").toUpperCase(Locale.ROOT);
    if (!location.matches("[A-Z]+|[A-Z]+-[A-Z]+[0-9]+|[A-Z]+[0-9]+")) {
      throw ApiException.invalid("The specified location constraint is not valid: " + location);
    }
    resource.put("location", location);
    resource.put("locationType", MULTI_REGIONS.contains(location) ? "multi-region" : "region");
    resource.put("storageClass", "STANDARD");
    access(resource, JsonNodeFactory.instance.objectNode());
    softDelete(resource, JsonNodeFactory.instance.objectNode());
    var settings = ((ObjectNode) wanted).deepCopy();
    settings.remove("location");
    change(resource, settings);
  }

  /** Changes settings as a patch says; null is what holds where none is given. */
  static void change(ObjectNode resource, JsonNode patch) {
    for (var setting : patch.properties()) {
      var value = setting.getValue();
      switch (setting.getKey()) {
        case "labels" -> Labels.merge(resource, patch);
        case "storageClass" -> storageClass(resource, value);
        case "iamConfiguration" -> access(resource, value);
        case "softDeletePolicy" -> softDelete(resource, value);
        case "lifecycle" -> lifecycle(resource, value);
        case "versioning" -> off("versioning", value.path("enabled"));
        default -> {
          if (!ANSWERED.contains(setting.getKey()) && !value.isNull()) {
            throw ApiException.unsupported("A bucket's " + setting.getKey());
          }
        }
      }
    }
  }

  private static void off(String what, JsonNode enabled) {
    if (enabled.asBoolean(false)) {
      throw ApiException.unsupported("A bucket with " + what);
    }
  }

  private static void storageClass(ObjectNode resource, JsonNode value) {
    var name = value.asText("STANDARD");
    if (!CLASSES.contains(name)) {
      throw ApiException.invalid("Invalid storage class: " + name);
    }
    resource.put("storageClass", name);
  }

  private static void access(ObjectNode resource, JsonNode wanted) {
    var before = resource.path("iamConfiguration");
    var uniform = wanted.path("uniformBucketLevelAccess").path("enabled");
    var enabled =
        uniform.asBoolean(before.path("uniformBucketLevelAccess").path("enabled").asBoolean(false));
    var prevention =
        wanted
            .path("publicAccessPrevention")
            .asText(before.path("publicAccessPrevention").asText("inherited"));
    if (!List.of("inherited", "enforced").contains(prevention)) {
      throw ApiException.invalid("Invalid publicAccessPrevention: " + prevention);
    }
    var access = resource.putObject("iamConfiguration");
    // The older name of the same setting is answered beside it.
    for (var name : List.of("bucketPolicyOnly", "uniformBucketLevelAccess")) {
      var setting = access.putObject(name).put("enabled", enabled);
      if (enabled) {
        // The service's rule: for 90 days it can be turned off again.
        var until =
            before
                .path(name)
                .path("lockedTime")
                .asText(Instant.now().plus(Duration.ofDays(90)).toString());
        setting.put("lockedTime", until);
      }
    }
    access.put("publicAccessPrevention", prevention);
  }

  private static void softDelete(ObjectNode resource, JsonNode wanted) {
    var seconds = wanted.path("retentionDurationSeconds").asLong(LEAST_SECONDS);
    if (seconds != 0 && (seconds < LEAST_SECONDS || seconds > MOST_SECONDS)) {
      throw ApiException.invalid(
          "softDeletePolicy.retentionDurationSeconds is 0, or from "
              + LEAST_SECONDS
              + " to "
              + MOST_SECONDS
              + ", not "
              + seconds
              + ".");
    }
    var policy = resource.putObject("softDeletePolicy");
    policy.put("retentionDurationSeconds", Long.toString(seconds));
    policy.put("effectiveTime", Instant.now().toString());
  }

  private static void lifecycle(ObjectNode resource, JsonNode wanted) {
    var rules = wanted.path("rule");
    if (rules.size() > MOST_RULES) {
      throw ApiException.invalid("A lifecycle has at most " + MOST_RULES + " rules.");
    }
    for (var rule : rules) {
      var action = rule.path("action").path("type").asText();
      if (!ACTIONS.contains(action)) {
        throw ApiException.invalid("Invalid action of a lifecycle rule: '" + action + "'.");
      }
      if (rule.path("condition").isEmpty()) {
        throw ApiException.invalid("A lifecycle rule needs a condition.");
      }
      for (var condition : rule.path("condition").properties()) {
        if (!CONDITIONS.contains(condition.getKey())) {
          throw ApiException.invalid(
              "Invalid condition of a lifecycle rule: " + condition.getKey());
        }
      }
    }
    if (rules.isEmpty()) {
      resource.remove("lifecycle");
    } else {
      resource.putObject("lifecycle").set("rule", rules);
    }
  }
}
