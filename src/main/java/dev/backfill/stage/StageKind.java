package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * A stage by its id, which is the stem of everything outside Java: message keys, icons, journal
 * fields, {@code --from} and {@code --until}. Which stages there are, and in which order, playbooks
 * tell; those that are named here are of the first one, and a new stage names itself.
 *
 * <p>There is one object for each id, so that two of them are the same when they are equal.
 */
public final class StageKind {
  // In journals, messages and addresses it must need no quotes.
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private static final ConcurrentMap<String, StageKind> ALL = new ConcurrentHashMap<>();

  public static final StageKind PREFLIGHT = of("preflight");
  public static final StageKind SCOPE = of("scope");
  public static final StageKind MIRROR = of("mirror");
  public static final StageKind STAGE = of("stage");
  public static final StageKind DECODE = of("decode");
  public static final StageKind VALIDATE = of("validate");
  public static final StageKind FINALIZE = of("finalize");
  public static final StageKind VERIFY = of("verify");
  public static final StageKind CLEANUP = of("cleanup");
  public static final StageKind REPORT = of("report");

  private final String id;

  private StageKind(String id) {
    this.id = id;
  }

  /**
   * The stage of an id, whether any playbook has it or not.
   *
   * @param id lower-case letters, digits and dashes
   * @throws IllegalArgumentException when it is no such text
   */
  @JsonCreator
  public static StageKind of(String id) {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("No stage is called '" + id + "'.");
    }
    return ALL.computeIfAbsent(id, StageKind::new);
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
