package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

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
    return Arrays.stream(values())
        .filter(kind -> kind.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No stage is called '"
                        + id
                        + "'. The stages are "
                        + Arrays.stream(values())
                            .map(StageKind::id)
                            .collect(Collectors.joining(", "))
                        + "."));
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
