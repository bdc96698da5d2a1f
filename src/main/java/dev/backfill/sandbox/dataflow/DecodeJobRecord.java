package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One job as its folder keeps it: the job's resource, its options, its messages and autoscaling
 * events, its counters. Every method is safe for use by several threads.
 */
final class DecodeJobRecord {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final ObjectNode job;
  private final List<ObjectNode> events = new ArrayList<>();
  private ArrayNode metrics = JSON.createArrayNode();
  private ArrayNode transforms = JSON.createArrayNode();
  private double progress;
  private Instant newest = Instant.EPOCH;

  private DecodeJobRecord(Path folder, ObjectNode job) {
    this.folder = folder;
    this.job = job;
  }

  /** Keeps a new job. */
  static DecodeJobRecord create(Path folder, ObjectNode job, JsonNode environment)
      throws IOException {
    Files.createDirectories(folder);
    var options = environment.path("sdkPipelineOptions");
    Files.write(folder.resolve("options.json"), JSON.writeValueAsBytes(options));
    Files.write(folder.resolve("environment.json"), JSON.writeValueAsBytes(environment));
    var made = new DecodeJobRecord(folder, job);
    made.save();
    return made;
  }

  /** Reads a kept job; a line that a dying process left half written is left out. */
  static DecodeJobRecord read(Path folder) throws IOException {
    var job = (ObjectNode) JSON.readTree(folder.resolve("job.json").toFile());
    var kept = new DecodeJobRecord(folder, job);
    var events = folder.resolve("events.ndjson");
    if (Files.exists(events)) {
      var text = Files.readString(events);
      var whole = text.substring(0, text.lastIndexOf('\n') + 1);
      for (var line : whole.lines().toList()) {
        kept.events.add((ObjectNode) JSON.readTree(line));
      }
      if (whole.length() < text.length()) {
        Files.writeString(events, whole);
      }
    }
    var metrics = folder.resolve("metrics.json");
    if (Files.exists(metrics)) {
      kept.metrics = (ArrayNode) JSON.readTree(metrics.toFile());
    }
    var transforms = folder.resolve("transforms.json");
    if (Files.exists(transforms)) {
      kept.transforms = (ArrayNode) JSON.readTree(transforms.toFile());
    }
    kept.events.forEach(event -> kept.newest = Instant.parse(event.path("time").asText()));
    return kept;
  }

  /** The note under which the place of a launcher's log is kept, for a job that has a launcher. */
  static final String LAUNCHER = "launcher";

  /** The note that says that a job's options are a decoder's parameters. */
  static final String DECODER = "decoder";

  /** Whether somebody else's program is what the job stands for. */
  boolean isDecoder() {
    return note(DECODER).asBoolean();
  }

  /** The options as they were given, or as a launcher made them. */
  JsonNode given() throws IOException {
    return JSON.readTree(options().toFile()).path("options");
  }

  /** Puts a pipeline's options in place of those that the job was launched with. */
  synchronized void launched(ObjectNode made) throws IOException {
    var whole = JSON.createObjectNode();
    whole.set("options", made);
    replace("options.json", whole);
  }

  Path options() {
    return folder.resolve("options.json");
  }

  Path log() {
    return folder.resolve("worker.log");
  }

  String id() {
    return job.path("id").asText();
  }

  /** The job's resource, as the service answers it. */
  synchronized ObjectNode resource() {
    return job.deepCopy();
  }

  synchronized String state() {
    return job.path("currentState").asText();
  }

  /** Whether the job has come to its end. */
  boolean ended() {
    return switch (state()) {
      case "JOB_STATE_QUEUED", "JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_CANCELLING" ->
          false;
      default -> true;
    };
  }

  /**
   * Moves to a state, unless the job has ended already. A job that is done has run, however short
   * its work was.
   */
  synchronized boolean state(String state) throws IOException {
    if (ended()) {
      return false;
    }
    if (state.equals("JOB_STATE_DONE") && !job.has("startTime")) {
      state("JOB_STATE_RUNNING");
    }
    var now = now().toString();
    job.put("currentState", state).put("currentStateTime", now);
    if (state.equals("JOB_STATE_RUNNING") && !job.has("startTime")) {
      job.put("startTime", now);
    }
    save();
    return true;
  }

  synchronized void requested(String state) throws IOException {
    job.put("requestedState", state);
    save();
  }

  /** What the service keeps to itself about the job. */
  synchronized JsonNode note(String name) {
    return job.path("sandboxNotes").path(name);
  }

  synchronized void note(String name, boolean value) throws IOException {
    job.withObjectProperty("sandboxNotes").put(name, value);
    save();
  }

  /** Adds a message; importance is one of Dataflow's, {@code JOB_MESSAGE_BASIC} for example. */
  synchronized void message(String importance, String text) throws IOException {
    var event = JSON.createObjectNode();
    event.put("id", "m" + events.size()).put("messageImportance", importance);
    append(event.put("messageText", text));
  }

  /** Adds an autoscaling event. */
  synchronized void workers(Autoscaler.Event event) throws IOException {
    var node = JSON.createObjectNode();
    // The service writes 64-bit numbers as text.
    node.put("currentNumWorkers", Long.toString(event.current()))
        .put("targetNumWorkers", Long.toString(event.target()))
        .put("eventType", event.type())
        .put("workerPool", "harness");
    node.putObject("description")
        .put("messageKey", event.type().toLowerCase(Locale.ROOT))
        .put("messageText", event.text());
    append(node);
  }

  /** Each event has a time of its own, so that a reader who asks for later ones misses none. */
  private void append(ObjectNode event) throws IOException {
    var now = now();
    newest = now.isAfter(newest) ? now : newest.plus(1, ChronoUnit.MICROS);
    event.put("time", newest.toString());
    events.add(event);
    Files.writeString(
        folder.resolve("events.ndjson"),
        event + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  synchronized List<ObjectNode> events() {
    return List.copyOf(events);
  }

  synchronized void metrics(ArrayNode newer) throws IOException {
    metrics = newer;
    replace("metrics.json", newer);
  }

  synchronized ArrayNode metrics() {
    return metrics.deepCopy();
  }

  /** How much of what is to be read was read, from 0 to 1; forgotten when the sandbox ends. */
  synchronized void progress(double part) {
    progress = part;
  }

  synchronized double progress() {
    return progress;
  }

  /** The pipeline, as its worker described it. */
  synchronized PipelineText pipeline() {
    return new PipelineText(transforms);
  }

  /** Keeps what the worker says of one transform; a second attempt says the same of each. */
  synchronized void transform(JsonNode line) throws IOException {
    for (var known : transforms) {
      if (known.path("id").equals(line.path("id"))) {
        return;
      }
    }
    transforms.add(line);
    replace("transforms.json", transforms);
  }

  /** The environment that the job was submitted with. */
  JsonNode environment() throws IOException {
    var file = folder.resolve("environment.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private void save() throws IOException {
    replace("job.json", job);
  }

  private void replace(String name, JsonNode value) throws IOException {
    var next = folder.resolve(name + ".next");
    Files.write(next, JSON.writeValueAsBytes(value));
    Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
