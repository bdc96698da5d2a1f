package dev.backfill.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks what a plan says of a job's workers besides their number and machine. */
final class WorkerSetupChecker {
  /** The keys under {@code dataflow} that are read here. */
  static final List<String> KEYS =
      List.of(
          "service_account",
          "network",
          "subnetwork",
          "kms_key",
          "disk_gb",
          "upload_buffer_mb",
          "flexrs",
          "service_options",
          "experiments",
          "labels",
          "staging_location");

  private static final String NAME = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String PROJECT = "([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]";
  static final Pattern ACCOUNT =
      Pattern.compile("[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+\\.gserviceaccount\\.com");
  private static final Pattern NETWORK =
      Pattern.compile("(projects/" + PROJECT + "/global/networks/)?" + NAME);
  private static final Pattern SUBNETWORK =
      Pattern.compile(
          "(https://www\\.googleapis\\.com/compute/v1/projects/"
              + PROJECT
              + "/)?regions/(?<region>[a-z0-9-]+)/subnetworks/"
              + NAME);
  private static final Pattern KEY =
      Pattern.compile(
          "projects/"
              + PROJECT
              + "/locations/(?<region>[a-z0-9-]+)/keyRings/[A-Za-z0-9_-]{1,63}"
              + "/cryptoKeys/[A-Za-z0-9_-]{1,63}");
  private static final Pattern OPTION = Pattern.compile("[A-Za-z][\\w.-]*(=[\\w.:/+@-]+)?");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

  // A bucket's name, and plain folders: no "..", no empty name.
  private static final Pattern STAGING =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](/[A-Za-z0-9][A-Za-z0-9_.-]*)*");

  // Dataflow's documents name 30 GB as the least, and Compute Engine 64 TB as the most of a disk.
  private static final int LEAST_DISK = 30;
  private static final int MOST_DISK = 64_000;

  // A worker keeps several such buffers at once; the largest machines have some hundred GB.
  private static final int MOST_BUFFER = 1024;

  // A job has 64 labels at most; one says of which run it is.
  private static final String OURS = "backfill-run";
  private static final int MOST_LABELS = 63;

  private final PlanChecker checker;
  private final String region;

  /**
   * Makes a check.
   *
   * @param region the job's; null when the plan's is wrong
   */
  WorkerSetupChecker(PlanChecker checker, String region) {
    this.checker = checker;
    this.region = region;
  }

  WorkerSetup setup() {
    return new WorkerSetup(
        text("service_account", ACCOUNT, "a service account, name@project.iam.gserviceaccount.com"),
        text("network", NETWORK, "a network's name"),
        inRegion("subnetwork", SUBNETWORK, "a subnetwork, regions/us-central1/subnetworks/NAME"),
        inRegion("kms_key", KEY, "a key, projects/P/locations/us-central1/keyRings/R/cryptoKeys/K"),
        number("disk_gb", LEAST_DISK, MOST_DISK),
        number("upload_buffer_mb", 1, MOST_BUFFER).orElse(WorkerSetup.UPLOAD_BUFFER_MB),
        checker.flag(path("flexrs"), false),
        options("service_options"),
        options("experiments"),
        labels(),
        staging());
  }

  /** Nothing of ours is written where production's schemas lie. */
  private Optional<String> staging() {
    var found =
        text("staging_location", STAGING, "a bucket or a folder in one, gs://bucket/folder");
    var schemas = checker.at("schemas").asText("");
    found.ifPresent(
        place -> {
          var bucket = place.split("/")[2];
          if (schemas.startsWith("gs://" + bucket + "/")) {
            checker.problem(
                path("staging_location"),
                "gs://" + bucket + " is where the plan takes its schemas from",
                "name a bucket of the target");
          }
        });
    return found;
  }

  private static String path(String key) {
    return "dataflow." + key;
  }

  private JsonNode at(String key) {
    return checker.at(path(key));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isTextual() && node.asText().isBlank();
  }

  private Optional<String> text(String key, Pattern form, String wanted) {
    return isAbsent(at(key))
        ? Optional.empty()
        : Optional.ofNullable(checker.matching(path(key), form, wanted, null));
  }

  /** Workers take subnetworks and keys of their own region alone. */
  private Optional<String> inRegion(String key, Pattern form, String wanted) {
    var found = text(key, form, wanted);
    found.ifPresent(
        text -> {
          var parts = form.matcher(text);
          if (parts.matches() && region != null && !parts.group("region").equals(region)) {
            checker.problem(
                path(key),
                "lies in " + parts.group("region") + ", and the job in " + region,
                "name one of " + region + ", or mend dataflow.region");
          }
        });
    return found;
  }

  private Optional<Integer> number(String key, int least, int most) {
    var node = at(key);
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!node.canConvertToInt() || node.asInt() < least || node.asInt() > most) {
      checker.problem(
          path(key), "'" + node.asText() + "' is out of range", "write " + least + " to " + most);
      return Optional.empty();
    }
    return Optional.of(node.asInt());
  }

  private List<String> options(String key) {
    var node = at(key);
    if (isAbsent(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      checker.problem(path(key), "is not a list", "write [ name, name=value ]");
      return List.of();
    }
    var found = new LinkedHashSet<String>();
    for (var i = 0; i < node.size(); i++) {
      var text = node.get(i).asText();
      var field = path(key) + "[" + i + "]";
      if (!node.get(i).isTextual() || !OPTION.matcher(text).matches()) {
        checker.problem(field, "'" + text + "' is not an option", "write name or name=value");
      } else if (!found.add(text)) {
        checker.problem(field, text + " stands there twice", "remove one");
      }
    }
    return new ArrayList<>(found);
  }

  private Map<String, String> labels() {
    var node = at("labels");
    if (isAbsent(node)) {
      return Map.of();
    }
    if (!node.isObject()) {
      checker.problem(path("labels"), "is not a mapping", "write { team: data }");
      return Map.of();
    }
    var labels = new TreeMap<String, String>();
    node.properties().forEach(label -> label(label.getKey(), label.getValue(), labels));
    if (labels.size() > MOST_LABELS) {
      checker.problem(
          path("labels"), "more than " + MOST_LABELS + " labels", "take some of them out");
    }
    return labels;
  }

  private void label(String key, JsonNode value, Map<String, String> labels) {
    var field = path("labels") + "." + key;
    if (key.equals(OURS)) {
      checker.problem(field, "is the console's own", "take it out");
    } else if (!LABEL.matcher(key).matches()) {
      checker.problem(
          field, "is not a label key", "write lower-case letters, digits, dashes and underscores");
    } else if (!value.isValueNode() || !VALUE.matcher(value.asText("")).matches()) {
      checker.problem(
          field,
          "'" + value.asText() + "' is not a label value",
          "write lower-case letters, digits, dashes and underscores, 63 at most");
    } else {
      labels.put(key, value.isNull() ? "" : value.asText());
    }
  }
}
