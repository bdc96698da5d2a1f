package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One thing a stage does, done at most once in a run.
 *
 * @param subject what it is done to: a dataset, a table, a cell; the same text in every attempt
 */
public record Step(StageKind stage, String subject) {

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
