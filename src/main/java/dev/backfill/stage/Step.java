package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * One thing a stage does, done at most once in a run.
 *
 * @param subject what it is done to: a dataset, a table, a cell; the same text in every attempt
 */
public record Step(StageKind stage, String subject) {
  private static final List<String> OCCASIONS = List.of(" for ", " as of ");

  /** A subject that is another one in each try: {@code empty p:d.t for try 1}. */
  public static String forTry(String subject, String which) {
    return subject + OCCASIONS.get(0) + which;
  }

  /** A subject that is another one for each state of a thing: {@code backup p:d.t as of TIME}. */
  public static String asOf(String subject, String state) {
    return subject + OCCASIONS.get(1) + state;
  }

  /** The step as a plan can tell it, before it is known for which try, and as of what, it is. */
  public Step planned() {
    var end = OCCASIONS.stream().mapToInt(subject::indexOf).filter(at -> at > 0).min();
    return end.isPresent() ? new Step(stage, subject.substring(0, end.getAsInt())) : this;
  }

  /** Reads {@code stage:subject}. */
  @JsonCreator
  public static Step parse(String key) {
    var colon = key.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("Not a step: '" + key + "'.");
    }
    return new Step(StageKind.of(key.substring(0, colon)), key.substring(colon + 1));
  }

  @JsonValue
  @Override
  public String toString() {
    return stage + ":" + subject;
  }
}
