package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was heard of a Dataflow job. Times are the service's, UTC. */
public sealed interface JobFact extends Fact
    permits JobFact.JobStood,
        JobFact.Workers,
        JobFact.Said,
        JobFact.Counters,
        JobFact.OutsideCounted,
        JobMeasured,
        LoadsSeen {

  /** Applies the method of the kind that this is. */
  <T> T acceptJob(Visitor<T> visitor);

  @Override
  default <T> T accept(Fact.Visitor<T> visitor) {
    return visitor.job(this);
  }

  /** A method for each kind. */
  interface Visitor<T> {
    T stood(JobStood fact);

    T workers(Workers fact);

    T said(Said fact);

    T counters(Counters fact);

    T measured(JobMeasured fact);

    T loads(LoadsSeen fact);

    T outsideCounted(OutsideCounted fact);
  }

  /**
   * A job in another state than before.
   *
   * @param state Dataflow's word, without its prefix
   * @param since when the service says that it came to it
   * @param simulatedWorkers whether the worker counts are the sandbox's simulation
   */
  record JobStood(String job, String state, Instant since, boolean simulatedWorkers)
      implements JobFact {
    static final String TOPIC = "state";

    static JobStood read(Members members) {
      return new JobStood(
          members.text("job"),
          members.text("state"),
          members.time("since"),
          members.flag("simulated_workers"));
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("job", job)
          .put("state", state)
          .put("since", since.toString())
          .put("simulated_workers", simulatedWorkers);
    }

    @Override
    public <T> T acceptJob(Visitor<T> visitor) {
      return visitor.stood(this);
    }
  }

  /**
   * An autoscaling event: workers there are, workers wanted, and why.
   *
   * @param kind the service's own word, {@code ACTUATION_FAILURE} for one; empty where it gave
   *     none, and in journals of older versions
   */
  record Workers(Instant time, long current, long target, String text, String kind)
      implements JobFact {
    static final String TOPIC = "workers";

    /** An event of no kind. */
    public Workers(Instant time, long current, long target, String text) {
      this(time, current, target, text, "");
    }

    /** The same as older versions kept it. */
    public Workers withoutKind() {
      return new Workers(time, current, target, text);
    }

    static Workers read(Members members) {
      return new Workers(
          members.time("time"),
          members.number("current"),
          members.number("target"),
          members.ifText("text").orElse(""),
          members.ifText("kind").orElse(""));
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
              .put("time", time.toString())
              .put("current", current)
              .put("target", target)
              .put("text", text);
      return kind.isEmpty() ? node : node.put("kind", kind);
    }

    @Override
    public <T> T acceptJob(Visitor<T> visitor) {
      return visitor.workers(this);
    }
  }

  /**
   * A message about a job.
   *
   * @param importance DEBUG, DETAILED, BASIC, WARNING or ERROR; another word when the service has a
   *     new one
   * @param id the service's own; empty where it gave none, and in journals of older versions
   * @param byConsole whether this console said it, by its own clock
   */
  record Said(Instant time, String importance, String text, Optional<String> id, boolean byConsole)
      implements JobFact {
    static final String TOPIC = "messages";

    private static final String ERROR = "ERROR";

    /** A warning of this console. */
    public static Said warning(Instant time, String text) {
      return new Said(time, "WARNING", text, Optional.empty(), true);
    }

    public boolean isError() {
      return importance.equals(ERROR);
    }

    /** Whether it only tells how the job goes. */
    public boolean isMinor() {
      return importance.equals("DEBUG")
          || importance.equals("DETAILED")
          || importance.equals("BASIC");
    }

    /** The same as older versions kept it. */
    public Said withoutId() {
      return new Said(time, importance, text, Optional.empty(), byConsole);
    }

    static Said read(Members members) {
      return new Said(
          members.time("time"),
          members.ifText("importance").orElse(""),
          members.ifText("text").orElse(""),
          members.ifText("id"),
          members.flag("by_console"));
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
              .put("time", time.toString())
              .put("importance", importance)
              .put("text", text);
      id.ifPresent(own -> node.put("id", own));
      return byConsole ? node.put("by_console", true) : node;
    }

    @Override
    public <T> T acceptJob(Visitor<T> visitor) {
      return visitor.said(this);
    }
  }

  /** A job's counters, by namespace and name. */
  record Counters(SortedMap<String, Long> values) implements JobFact {
    static final String TOPIC = "counters";

    public Counters {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static Counters read(Members members) {
      var values = new TreeMap<String, Long>();
      members.all().forEach(one -> values.put(one.getKey(), members.number(one.getKey())));
      return new Counters(values);
    }

    /** The sum of all whose name begins so. */
    public long sum(String prefix) {
      return values.entrySet().stream()
          .filter(one -> one.getKey().startsWith(prefix))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      values.forEach(node::put);
      return node;
    }

    @Override
    public <T> T acceptJob(Visitor<T> visitor) {
      return visitor.counters(this);
    }
  }

  /**
   * What documents hold and the tables do not, as a job's workers counted it.
   *
   * @param cells values by the cell's key; empty where the job did not judge the cell's rows
   * @param metadata values of the documents' metadata, by document type
   */
  record OutsideCounted(String job, Map<String, Optional<Long>> cells, Map<String, Long> metadata)
      implements JobFact {
    static final String TOPIC = "values-outside";

    public OutsideCounted {
      cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    static OutsideCounted read(Members members) {
      var cells = new LinkedHashMap<String, Optional<Long>>();
      for (var one : members.under("cells")) {
        cells.put(one.getKey(), number(one.getValue()));
      }
      var metadata = new LinkedHashMap<String, Long>();
      for (var one : members.under("metadata")) {
        metadata.put(one.getKey(), number(one.getValue()).orElse(0L));
      }
      return new OutsideCounted(members.text("job"), cells, metadata);
    }

    private static Optional<Long> number(JsonNode value) {
      return value.isNumber() ? Optional.of(value.asLong()) : Optional.empty();
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public JsonNode json() {
      var node = JsonNodeFactory.instance.objectNode().put("job", job);
      var byCell = node.putObject("cells");
      cells.forEach((cell, number) -> byCell.put(cell, number.orElse(null)));
      var byType = node.putObject("metadata");
      metadata.forEach(byType::put);
      return node;
    }

    @Override
    public <T> T acceptJob(Visitor<T> visitor) {
      return visitor.outsideCounted(this);
    }
  }
}
