package dev.backfill.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.CountsJson;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.plan.Cell;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.settings.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What is handed to whoever may overwrite production: the commands, the evidence, and a digest over
 * all of it, by which the word is given that it was done.
 */
public final class Packet {
  /** How long a packet may be executed after it was made. */
  public static final Duration VALID = Duration.ofDays(7);

  private static final String DIGEST = "digest";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode root;

  private Packet(ObjectNode root) {
    this.root = root;
  }

  /** One partition to copy. */
  public record Item(
      Cell cell, long rows, String job, Fingerprint staging, Fingerprint production) {}

  /** Makes a packet for these replacements, each with the id of its copy job. */
  static Packet of(
      String run,
      String cloud,
      Plan plan,
      Map<ReplacePartition, String> jobs,
      Map<Cell, Validated> evidence,
      Instant now) {
    var root = JSON.createObjectNode().put("form", "backfill-console hand-over 1");
    root.put("run", run).put("made", now.toString()).put("expires", now.plus(VALID).toString());
    root.put("cloud", cloud);
    root.put("plan", PlanFile.write(plan));
    var items = root.putArray("items");
    jobs.forEach(
        (what, job) -> {
          var cell =
              plan.cells().stream()
                  .filter(c -> plan.stable(c.type()).partition(c.day()).equals(what.to()))
                  .findFirst()
                  .orElseThrow();
          var item = items.addObject().put("cell", cell.key()).put("rows", what.rowsThen());
          item.put("job", job).put("command", command(plan, what, job));
          item.set("staging", FingerprintJson.write(what.staging()));
          item.set("production", FingerprintJson.write(what.production()));
          var found = evidence.get(cell);
          item.set("counts", CountsJson.write(found.counts()));
          found.deviations().forEach(item.putArray("deviations")::add);
          found.reason().ifPresent(reason -> item.put("accepted", reason));
        });
    root.put(DIGEST, digest(root));
    return new Packet(root);
  }

  /** The command for a shell; single quotes keep the shell away from the partition's dollar. */
  private static String command(Plan plan, ReplacePartition what, String job) {
    return "bq --project_id='%s' --location='%s' --job_id='%s' cp -f '%s' '%s'"
        .formatted(plan.targetProject(), plan.location(), job, what.from(), what.to());
  }

  /**
   * Reads a packet.
   *
   * @throws IllegalArgumentException when it is not a packet, or was changed since it was made
   */
  public static Packet read(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is not a packet. Ask for it anew.", e);
    }
    if (!(root instanceof ObjectNode object)
        || !object.path(DIGEST).asText().equals(digest(object))) {
      throw new IllegalArgumentException(
          file + " was changed since it was made, or is not a packet. Ask for it anew.");
    }
    return new Packet(object);
  }

  void write(Path file) throws IOException {
    OwnFiles.write(file, JSON.writeValueAsString(root) + "\n");
  }

  public String digest() {
    return root.path(DIGEST).asText();
  }

  public String run() {
    return root.path("run").asText();
  }

  /** The description of the cloud that its run was on. */
  public String cloud() {
    return root.path("cloud").asText();
  }

  public Instant made() {
    return Instant.parse(root.path("made").asText());
  }

  public Instant expires() {
    return Instant.parse(root.path("expires").asText());
  }

  /** The plan that it was made for. */
  public Plan plan() {
    try {
      return PlanFile.read(root.path("plan").asText());
    } catch (InvalidPlan e) {
      throw new IllegalArgumentException(
          "The packet's plan is not valid for this version:\n" + e.getMessage(), e);
    }
  }

  /** The commands, one for each partition. */
  public List<String> commands() {
    return root.path("items").findValuesAsText("command");
  }

  /** What is to be copied. */
  public List<Item> items() {
    var cells = plan().cells();
    var items = new ArrayList<Item>();
    for (var item : root.path("items")) {
      items.add(
          new Item(
              cells.stream()
                  .filter(cell -> cell.key().equals(item.path("cell").asText()))
                  .findFirst()
                  .orElseThrow(),
              item.path("rows").asLong(),
              item.path("job").asText(),
              FingerprintJson.read(item.path("staging")),
              FingerprintJson.read(item.path("production"))));
    }
    return items;
  }

  private static String digest(ObjectNode root) {
    try {
      var text = root.deepCopy().without(DIGEST).toString().getBytes(StandardCharsets.UTF_8);
      var hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
