package dev.backfill.plan;

/**
 * What a plan asks of its playbook besides what every plan says: a record for each playbook, with
 * the values of the keys that are its own.
 */
public sealed interface Task permits Task.Replay, Reprocess, Rewrite {
  /** The playbook that does it. */
  PlaybookId playbook();

  /** Production's own payloads, decoded once more: by the plan's {@code dataflow} alone. */
  record Replay() implements Task {
    @Override
    public PlaybookId playbook() {
      return PlaybookId.REPLAY;
    }
  }
}
