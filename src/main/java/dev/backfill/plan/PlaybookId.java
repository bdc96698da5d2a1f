package dev.backfill.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of run that a plan can ask for, each with the word that plans and journals have for it.
 * What a run of it does, its playbook tells.
 */
public enum PlaybookId {
  /** Production's own payloads are decoded once more; of plans that name none. */
  REPLAY("replay", Plan.Mode.OVERWRITE),

  /** Production's partitions are made anew from themselves, by a query. */
  REWRITE("rewrite", Plan.Mode.OVERWRITE),

  /** Documents that were rejected are decoded once more, and added. */
  REPROCESS("reprocess", Plan.Mode.APPEND);

  private final String id;
  private final Plan.Mode mode;

  PlaybookId(String id, Plan.Mode mode) {
    this.id = id;
    this.mode = mode;
  }

  public String id() {
    return id;
  }

  /** How its rows reach production. */
  public Plan.Mode mode() {
    return mode;
  }

  /** Whether plans of it may have a key, by its path: {@code dataflow.workers.max}. */
  public boolean has(String path) {
    return PlanKeys.owners(path).contains(this);
  }

  /** The one of a word; empty when this version has none of it. */
  public static Optional<PlaybookId> find(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }

  /** Every word, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(PlaybookId::id).toList();
  }

  @Override
  public String toString() {
    return id;
  }
}
