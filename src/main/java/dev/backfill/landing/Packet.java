package dev.backfill.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.CountsJson;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.FingerprintJson;
import dev.backfill.plan.Cell;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.RejectedRows;
import dev.backfill.plan.TargetRule;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Standing;
import dev.backfill.settings.OwnFiles;
import dev.backfill.text.Visible;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is handed to whoever may overwrite production: what to copy, the evidence, and a digest over
 * all of it, by which the word is given that it was done.
 *
 * <p>A packet is a file that went through other hands. What is shown and executed of it follows
 * from its plan, its cells and its fingerprints; the commands that stand in it are for people, and
 * are not read. Its digest tells a damaged packet from a whole one, and is no signature: {@link
 * PacketOrigin} asks the journal of its run.
 */
public final class Packet {
  /** How long a packet may be executed after it was made. */
  public static final Duration VALID = Duration.ofDays(7);

  private static final String FORM = "backfill-console hand-over 1";
  private static final String DIGEST = "digest";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,1024}");

  // 4,000 cells of 3 KB each, and some room.
  private static final int MOST_BYTES = 50_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode root;

  private Packet(ObjectNode root) {
    this.root = root;
  }

  /** One partition to copy. */
  public record Item(
      Cell cell, long rows, String job, Fingerprint staging, Fingerprint production) {}

  /**
   * Makes a packet of what is to land.
   *
   * @param by as whom the run acts that makes it; empty where its cloud asks for nobody
   * @param evidence what validation found in each cell of it
   * @param notCopied the plan's cells that are left alone, each with the reason
   * @param hazards what to know before, a sentence each
   */
  static Packet of(
      String run,
      String cloud,
      Optional<String> by,
      Plan plan,
      List<Item> landing,
      Map<Cell, CellValidation> evidence,
      Map<Cell, String> notCopied,
      List<String> hazards,
      Instant now) {
    var root = JSON.createObjectNode().put("form", FORM);
    root.put("run", run).put("made", now.toString()).put("expires", now.plus(VALID).toString());
    root.put("cloud", cloud);
    by.ifPresent(who -> root.put("by", who));
    root.put("plan", PlanFile.write(plan));
    var items = root.putArray("items");
    landing.forEach(one -> write(items.addObject(), one, plan, evidence.get(one.cell())));
    var left = root.putArray("not_copied");
    notCopied.forEach((cell, why) -> left.addObject().put("cell", cell.key()).put("reason", why));
    if (!hazards.isEmpty()) {
      hazards.forEach(root.putArray("hazards")::add);
    }
    root.put(DIGEST, digest(root));
    return new Packet(root);
  }

  private static void write(ObjectNode item, Item one, Plan plan, CellValidation found) {
    var command = Landing.of(plan).command(one.cell(), one.job(), one.production().key());
    item.put("cell", one.cell().key()).put("rows", one.rows());
    item.put("job", one.job()).put("command", command);
    item.set("staging", FingerprintJson.write(one.staging()));
    item.set("production", FingerprintJson.write(one.production()));
    item.set("counts", CountsJson.write(found.counts()));
    if (plan.reprocess().isPresent()) {
      deletion(item, plan, one.cell(), found);
    }
    found.deviations().forEach(item.putArray("deviations")::add);
    found.reason().ifPresent(reason -> item.put("accepted", reason));
  }

  /**
   * For people, once the rows are there. It deletes as many as were reprocessed, or none; documents
   * that are rejected still are told by their payloads. Of a cell that does not pass by itself it
   * is not known which of its documents are in stable.
   */
  private static void deletion(ObjectNode item, Plan plan, Cell cell, CellValidation found) {
    var counts = found.counts();
    if (found.standing() == Standing.PASS) {
      var errors = counts.errors().orElseThrow();
      item.put(
          "delete_rejected",
          DeleteErrorRows.deletion(
              plan.rejected(cell.type()),
              RejectedRows.isReprocessed(plan, cell, errors > 0),
              Long.toString(counts.staged().orElseThrow().rows() - errors)));
    } else {
      item.put(
          "keep_rejected",
          "The cell was accepted, and does not pass: which of its rejected documents are in stable"
              + " is not known");
    }
  }

  /**
   * Reads a packet.
   *
   * @throws IllegalArgumentException when it is not a packet, is damaged, or contradicts itself
   */
  public static Packet read(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(text(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is not a packet. Ask for a new one.", e);
    }
    if (!(root instanceof ObjectNode object)
        || !object.path(DIGEST).asText().equals(digest(object))) {
      throw new IllegalArgumentException(
          file + " was changed since it was made, or is not a packet. Ask for a new one.");
    }
    var packet = new Packet(object);
    try {
      packet.check();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " contradicts itself: " + e.getMessage() + " Ask for a new one.", e);
    }
    return packet;
  }

  private static byte[] text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException(file + " is too large for a packet. Ask for a new one.");
      }
      return bytes;
    }
  }

  /** What a packet as a run makes it holds to, and an edited one may not. */
  private void check() {
    require(root.path("form").asText().equals(FORM), "it has another form than '" + FORM + "'.");
    require(NAME.matcher(run()).matches(), "its run is none.");
    require(expires().equals(made().plus(VALID)), "it says another expiry than a packet has.");
    TargetRule.DEFAULT
        .problem(plan().targetProject())
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem.line());
            });
    var seen = new HashSet<Cell>();
    var landing = Landing.of(plan());
    for (var item : items()) {
      require(seen.add(item.cell()), item.cell() + " stands in it twice.");
      require(NAME.matcher(item.job()).matches(), "the job of " + item.cell() + " has no id.");
      require(
          item.staging().partition().equals(landing.from(item.cell()).toString())
              && item.production().partition().equals(landing.to(item.cell()).toString()),
          item.cell() + " is about other partitions than its plan.");
      // The copy is refused when the partition holds other rows than its fingerprint.
      require(
          item.rows() == item.staging().rows(),
          "it brings "
              + item.rows()
              + " rows of "
              + item.cell()
              + ", whose partition held "
              + item.staging().rows()
              + ".");
    }
    require(!seen.isEmpty(), "there is nothing in it.");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
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
    return Visible.line(root.path("cloud").asText());
  }

  /** As whom its run acted; empty where its cloud asks for nobody, or an older version made it. */
  public Optional<String> by() {
    return Optional.ofNullable(root.path("by").textValue()).map(Visible::line);
  }

  /** What to know before it is executed, a sentence each. */
  public List<String> hazards() {
    var found = new ArrayList<String>();
    root.path("hazards").forEach(one -> found.add(Visible.line(one.asText())));
    return found;
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

  /** The commands for a shell, one for each partition, as this version writes them. */
  public List<String> commands() {
    var landing = Landing.of(plan());
    return items().stream()
        .map(item -> landing.command(item.cell(), item.job(), item.production().key()))
        .toList();
  }

  /** Whether it holds the text of another command; such a text is shown nowhere. */
  public boolean holdsOtherCommands() {
    return !root.path("items").findValuesAsText("command").equals(commands());
  }

  /** The plan's cells that are left alone, a line each with the reason. */
  public List<String> notCopied() {
    var lines = new ArrayList<String>();
    root.path("not_copied")
        .forEach(one -> lines.add(one.path("cell").asText() + ": " + one.path("reason").asText()));
    return lines;
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
                  .orElseThrow(() -> new IllegalArgumentException("A cell is not its plan's.")),
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
