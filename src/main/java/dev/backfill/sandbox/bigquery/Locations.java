package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where datasets lie. A job runs where its data lies, and sees nothing that lies elsewhere. */
record Locations(Store store) {
  static final String DEFAULT = "US";
  private static final Set<String> MULTI_REGIONS = Set.of("US", "EU");

  /** The form that is answered: multi-regions in capital letters, regions in small ones. */
  static String normal(String location) {
    var upper = location.toUpperCase(Locale.ROOT);
    if (MULTI_REGIONS.contains(upper)) {
      return upper;
    }
    var lower = location.toLowerCase(Locale.ROOT);
    if (!lower.matches("[a-z]+-[a-z]+[0-9]+")) {
      throw ApiException.invalid("Invalid storage region " + location);
    }
    return lower;
  }

  /** Where a dataset lies; null where there is none, or where it is hidden. */
  String of(String project, String dataset) {
    var found = store.datasets.get(project + ":" + dataset);
    return found == null ? null : found.path("location").asText(null);
  }

  String of(TableRef table) {
    var location = of(table.project(), table.dataset());
    return location == null ? DEFAULT : location;
  }

  /** That a table, or the dataset it would be in, is not there. */
  ApiException absent(TableRef table) {
    var dataset = table.project() + ":" + table.dataset();
    var what = store.datasets.containsKey(dataset) ? "Table " + table : "Dataset " + dataset;
    return ApiException.notFound("Not found: " + what + " was not found in location " + of(table));
  }

  /**
   * Where a job runs: where it was sent, or where the first of its tables lies.
   *
   * @param reference the job's, with or without a location
   */
  String ofJob(JsonNode reference, List<TableRef> tables) {
    var wanted = reference.path("location").asText("");
    if (!wanted.isEmpty()) {
      return normal(wanted);
    }
    return tables.stream()
        .map(table -> of(table.project(), table.dataset()))
        .filter(location -> location != null)
        .findFirst()
        .orElse(DEFAULT);
  }

  /** Refuses tables that a query in a location does not see. */
  void requireSeen(String location, List<TableRef> tables) {
    for (var table : tables) {
      var lies = of(table.project(), table.dataset());
      if (lies != null && !lies.equals(location)) {
        throw ApiException.notFound(
            "Not found: Dataset "
                + table.project()
                + ":"
                + table.dataset()
                + " was not found in location "
                + location);
      }
    }
  }

  /** Refuses a copy from one location to another. */
  static void requireSame(String source, String destination) {
    if (!source.equals(destination)) {
      throw ApiException.invalid(
          "Cannot read and write in different locations: source: "
              + source
              + ", destination: "
              + destination);
    }
  }

  /**
   * Refuses a bucket that a load or extract of a dataset does not reach. The multi-region US takes
   * from everywhere; another location takes from itself and, when it is a multi-region, from what
   * it contains.
   */
  static void requireReach(String dataset, String bucket) {
    var at = bucket.toLowerCase(Locale.ROOT);
    var near =
        dataset.equals(DEFAULT)
            || dataset.equalsIgnoreCase(bucket)
            || (dataset.equals("EU") && at.startsWith("europe-"));
    if (!near) {
      requireSame(bucket, dataset);
    }
  }

  /**
   * Refuses to find a job that was asked for in another location, or in none where one must be
   * named: outside the multi-regions.
   */
  static void requireAsked(JsonNode job, String asked, String message) {
    var runs = job.at("/jobReference/location").asText();
    var found = asked == null ? MULTI_REGIONS.contains(runs) : runs.equalsIgnoreCase(asked);
    if (!found) {
      throw ApiException.notFound(message);
    }
  }
}
