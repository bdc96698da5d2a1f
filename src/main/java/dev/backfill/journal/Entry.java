package dev.backfill.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.fact.Fact;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** One line of a journal. Times are in UTC. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = Entry.Started.class, name = "started"),
  @JsonSubTypes.Type(value = Entry.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Entry.Observed.class, name = "observed"),
  @JsonSubTypes.Type(value = Entry.Agreed.class, name = "agreed"),
  @JsonSubTypes.Type(value = Entry.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = Entry.LeftOut.class, name = "left-out"),
  @JsonSubTypes.Type(value = Entry.Again.class, name = "again"),
  @JsonSubTypes.Type(value = Entry.Closed.class, name = "closed")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Entry {
  /** The format that this version writes, and the newest that it reads. */
  int FORMAT = 1;

  /** The playbook of journals that name none. */
  String REPLAY = "replay";

  Instant at();

  /** Applies the method of the kind that this is. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each kind. */
  interface Visitor<T> {
    T opened(Opened entry);

    T started(Started entry);

    T ended(Ended entry);

    T observed(Observed entry);

    T agreed(Agreed entry);

    T accepted(Accepted entry);

    T leftOut(LeftOut entry);

    T again(Again entry);

    T closed(Closed entry);
  }

  /**
   * A run began.
   *
   * @param program the console's version
   * @param cloud which cloud, as shown to the operator
   * @param plan the plan's YAML
   * @param format which lines there may be and what they mean; null in journals of before it was
   *     said, see {@link #inFormat}
   * @param playbook the id of the kind of run; null in the same journals, see {@link #ofPlaybook}
   * @param address where its sandbox was served; null where that was not kept
   * @param sandbox its id; null likewise
   * @param account as whom Google was asked; null likewise
   */
  record Opened(
      Instant at,
      String run,
      String program,
      String cloud,
      String plan,
      Integer format,
      String playbook,
      String address,
      String sandbox,
      String account)
      implements Entry {
    public Opened {
      whole(at, run, cloud, plan);
    }

    /** As journals begin that say neither format nor playbook. */
    public Opened(Instant at, String run, String program, String cloud, String plan) {
      this(at, run, program, cloud, plan, null, null);
    }

    /** As journals begin that do not say where their cloud is. */
    public Opened(
        Instant at,
        String run,
        String program,
        String cloud,
        String plan,
        Integer format,
        String playbook) {
      this(at, run, program, cloud, plan, format, playbook, null, null, null);
    }

    /** The same with where its cloud is; what is not known of that is empty, and not kept. */
    public Opened on(String address, String sandbox, String account) {
      return new Opened(
          at,
          run,
          program,
          cloud,
          plan,
          format,
          playbook,
          known(address),
          known(sandbox),
          known(account));
    }

    private static String known(String text) {
      return text.isEmpty() ? null : text;
    }

    /** The format, which is 1 where none is said. */
    int inFormat() {
      return format == null ? FORMAT : format;
    }

    /** The id of the kind of run, which is {@link #REPLAY} where none is said. */
    public String ofPlaybook() {
      return playbook == null ? REPLAY : playbook;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.opened(this);
    }
  }

  /**
   * A step is about to be tried; written before the call.
   *
   * @param attempt 1 for the first try
   * @param job the id of the job that the call will make, or null when it makes none
   */
  record Started(Instant at, Step step, int attempt, String job) implements Entry {
    public Started {
      whole(at, step);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.started(this);
    }
  }

  /** A try ended. */
  record Ended(Instant at, Step step, int attempt, StepResult result) implements Entry {
    public Ended {
      whole(at, step, result);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.ended(this);
    }
  }

  /**
   * A fact that pages, reports and later steps are made of: counts, workers, a copy. Its line holds
   * the fact's topic and, as {@code value}, its JSON.
   */
  @JsonPropertyOrder({"at", "stage", "topic", "value"})
  @JsonIgnoreProperties("fact")
  record Observed(Instant at, StageKind stage, Fact fact) implements Entry {
    public Observed {
      whole(at, stage, fact);
    }

    @JsonCreator
    static Observed read(
        @JsonProperty("at") Instant at,
        @JsonProperty("stage") StageKind stage,
        @JsonProperty("topic") String topic,
        @JsonProperty("value") JsonNode value) {
      whole(at, stage, topic, value);
      return new Observed(at, stage, Fact.read(topic, value));
    }

    @JsonProperty("topic")
    String topic() {
      return fact.topic();
    }

    @JsonProperty("value")
    JsonNode value() {
      return fact.json();
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.observed(this);
    }
  }

  /** The operator typed a phrase that names these things. */
  record Agreed(Instant at, StageKind stage, String phrase, List<String> items) implements Entry {
    public Agreed {
      whole(at, stage, phrase, items);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.agreed(this);
    }
  }

  /**
   * The operator accepted what does not pass in one cell, and wrote why.
   *
   * @param cell the cell's key
   * @param deviations the lines that did not pass when it was accepted; another line is not covered
   */
  record Accepted(Instant at, String cell, String reason, List<String> deviations)
      implements Entry {
    public Accepted {
      whole(at, cell, reason, deviations);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.accepted(this);
    }
  }

  /**
   * The operator left a cell out of the run, and wrote why. It counts until the cell's next {@link
   * Again}.
   *
   * @param cell the cell's key
   */
  record LeftOut(Instant at, String cell, String reason) implements Entry {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.leftOut(this);
    }
  }

  /**
   * The operator wants a cell decoded once more, and takes it in again where it was left out.
   *
   * @param cell the cell's key
   */
  record Again(Instant at, String cell) implements Entry {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.again(this);
    }
  }

  /** The run is over and will not be offered again. */
  record Closed(Instant at, String outcome) implements Entry {
    public Closed {
      whole(at, outcome);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.closed(this);
    }
  }

  // A line that lost some of its members is damage; folded, it would fail far from here.
  private static void whole(Object... members) {
    for (var member : members) {
      Objects.requireNonNull(member);
    }
  }
}
