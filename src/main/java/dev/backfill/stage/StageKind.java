package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.backfill.text.Ids;

/**
 * The stages there are; which of them a run has, and in which order, its playbook tells. The id is
 * the stem of everything outside Java: message keys, icons, journal fields, {@code --from} and
 * {@code --until}.
 */
public enum StageKind {
  PREFLIGHT("preflight"),
  MIRROR("mirror"),
  STAGE("stage"),
  DECODE("decode"),
  VALIDATE("validate"),
  FINALIZE("finalize"),
  VERIFY("verify"),
  CLEANUP("cleanup"),
  REPORT("report");

  private final String id;

  StageKind(String id) {
    this.id = id;
  }

  /**
   * The stage of an id.
   *
   * @throws IllegalArgumentException naming the ids there are
   */
  @JsonCreator
  public static StageKind of(String id) {
    return Ids.find(values(), StageKind::id, id, "No stage is called", "The stages are");
  }

  @JsonValue
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
